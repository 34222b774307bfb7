import { defineBinary } from "./define-binary.js";

/**
 * a + b, broadcast.
 *
 * **Shapes**: [..] and [..] that broadcast; a number counts as a scalar of the tensor's dtype.
 *
 * @throws {ShapeError} {@link DTypeError} where shapes do not broadcast or dtypes differ.
 * @example
 * add(tensor([1, 2]), 10); // [11, 12]
 */
export const add = defineBinary("add", {
  a: (gradOutput) => gradOutput,
  b: (gradOutput) => gradOutput,
});

/** a − b, broadcast; shapes and errors as `add`. */
export const sub = defineBinary("sub", {
  a: (gradOutput) => gradOutput,
  b: (gradOutput) => mul(gradOutput, -1),
});

/** a · b elementwise, broadcast; shapes and errors as `add`. */
export const mul = defineBinary("mul", {
  saves: { a: ["b"], b: ["a"] },
  a: (gradOutput, _, b) => mul(gradOutput, b),
  b: (gradOutput, a) => mul(gradOutput, a),
});

/** a / b elementwise, broadcast; floats only, cast integers first. Shapes and errors as `add`. */
export const div = defineBinary("div", {
  saves: { a: ["b"], b: ["a", "b"] },
  floats: true,
  a: (gradOutput, _, b) => div(gradOutput, b),
  b: (gradOutput, a, b) => div(mul(gradOutput, mul(a, -1)), mul(b, b)),
});
