import fc from "fast-check";
import type { Dense } from "../oracle/dense.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat } from "./float.js";
import { arbitraryShape, type ShapeLimits } from "./shape.js";

/** `count` shapes that broadcast: each is one common shape with some sizes set to 1 and some leading axes missing. */
export function arbitraryBroadcastShapes(count: number, limits: ShapeLimits = {}): fc.Arbitrary<number[][]> {
  return arbitraryShape(limits).chain((common) => {
    const ones = fc.array(fc.boolean(), { minLength: common.length, maxLength: common.length });
    const missing = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: common.length }) });
    const one = fc
      .tuple(ones, missing)
      .map(([ones, missing]) => common.map((size, axis) => (ones[axis] ? 1 : size)).slice(missing));
    return fc.array(one, { minLength: count, maxLength: count });
  });
}

/** Two arrays that broadcast. */
export function arbitraryBroadcastPair(
  element = arbitraryFloat(),
  limits: ShapeLimits = {},
): fc.Arbitrary<{ inputs: { a: Dense; b: Dense } }> {
  return arbitraryBroadcastShapes(2, limits).chain(([a = [], b = []]) =>
    fc.record({ inputs: fc.record({ a: arbitraryDense(a, element), b: arbitraryDense(b, element) }) }),
  );
}

/** condition, a and b of `where`. */
export function arbitraryWhere(element = arbitraryFloat()): fc.Arbitrary<{ inputs: { condition: Dense; a: Dense; b: Dense } }> {
  return arbitraryBroadcastShapes(3).chain(([condition = [], a = [], b = []]) =>
    fc.record({
      inputs: fc.record({
        condition: arbitraryDense(condition, fc.integer({ min: 0, max: 1 })),
        a: arbitraryDense(a, element),
        b: arbitraryDense(b, element),
      }),
    }),
  );
}
