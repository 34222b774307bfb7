import { sizeOf } from "../../backend/layout.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { identity } from "../../autograd/observe.js";
import { filled } from "../../tensor/make.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { resolveAxes } from "../checks.js";
import { mul } from "../elementwise/arithmetic.js";
import { cat } from "../shape/cat.js";
import { flip } from "../shape/flip.js";
import { permute } from "../shape/permute.js";
import { reshape } from "../shape/reshape.js";
import { slice } from "../shape/slice.js";
import type { Axes, ReduceOptions } from "./reduce.js";

/** ∏ along the last axis of [outer, n]; the gradient of factor i is the product of all others, right with any number of zeros. */
const op = defineOp({
  name: "prod",
  infer: ({ input }: { input: Tensor }, _: object) => ({ shape: [input.shape[0]!, 1], dtype: input.dtype }),
  saves: ["input"],
  forward: (backend, { input }) => backend.reduce("prod", input, [1]),
  backward: (gradOutput, { input }) => ({
    input: () => mul(gradOutput, mul(before(input), flip(before(flip(input, 1)), 1))),
  }),
});

/** Exclusive products: element i is the product of all elements before it, by doubling strides. */
function before(input: Tensor): Tensor {
  const [outer, length] = input.shape as [number, number];
  const shift = (x: Tensor, by: number): Tensor =>
    cat([filled("prod", x.backend, [outer, Math.min(by, length)], 1, x.dtype), slice(x, null, [0, Math.max(length - by, 0)])], 1);
  let result = shift(input, 1);
  for (let by = 1; by < length; by *= 2) result = mul(result, shift(result, by));
  return result;
}

/**
 * ∏ over the axes (all, when absent). An empty product is 1; integers stay integers. PyTorch: `prod`.
 *
 * **Shapes**: [2, 3, 4] over 1 → [2, 4], with keepDim [2, 1, 4].
 */
export function prod(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  checkOptions("prod", options, ["keepDim"]);
  if (input.dtype === "bool") throw new DTypeError("prod: input is bool, expected a number dtype");
  const resolved = resolveAxes("prod", axes, input.rank);
  if (resolved.length === 0) return identity(input);
  const others = [...input.shape.keys()].filter((axis) => !resolved.includes(axis));
  const outer = others.map((axis) => input.shape[axis]!);
  const rows = reshape(permute(input, [...others, ...resolved]), [sizeOf(outer), sizeOf(resolved.map((axis) => input.shape[axis]!))]);
  const shape = options.keepDim ? input.shape.map((length, axis) => (resolved.includes(axis) ? 1 : length)) : outer;
  return reshape(op({ input: rows }, {}), shape);
}
