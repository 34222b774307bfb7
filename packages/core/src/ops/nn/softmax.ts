import { noGrad } from "../../autograd/grad-mode.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, resolveAxes, resolveAxis } from "../checks.js";
import { add, div, sub } from "../elementwise/arithmetic.js";
import { isFinite } from "../elementwise/compare.js";
import { exp, log } from "../elementwise/unary.js";
import { where } from "../elementwise/where.js";
import { max, sum, type Axes, type ReduceOptions } from "../reduce/reduce.js";
import { reshape } from "../shape/reshape.js";

/** x − max x along the axes: no exponential overflows. The maximum is a constant of the gradient, since it cancels. */
function shifted(input: Tensor, axes: readonly number[]): Tensor {
  if (input.size === 0) return input;
  return sub(input, noGrad(() => max(input, axes, { keepDim: true })));
}

/** eˣ / Σ eˣ along the axis. **Shapes**: any, kept. PyTorch: `softmax`. */
export function softmax(input: Tensor, axis: number): Tensor {
  checkFloat("softmax", input);
  const at = resolveAxis("softmax", axis, input.rank);
  const powers = exp(shifted(input, [at]));
  return div(powers, sum(powers, at, { keepDim: true }));
}

/** ln softmax, without the loss of digits: x − max − ln Σ e^(x − max). **Shapes**: any, kept. PyTorch: `log_softmax`. */
export function logSoftmax(input: Tensor, axis: number): Tensor {
  checkFloat("logSoftmax", input);
  const at = resolveAxis("logSoftmax", axis, input.rank);
  const low = shifted(input, [at]);
  return sub(low, log(sum(exp(low), at, { keepDim: true })));
}

/** ln Σ eˣ over the axes (all, when absent). **Shapes**: [2, 3] over 1 → [2]. PyTorch: `logsumexp`. */
export function logSumExp(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  checkOptions("logSumExp", options, ["keepDim"]);
  checkFloat("logSumExp", input);
  const resolved = resolveAxes("logSumExp", axes, input.rank);
  const shift = noGrad(() => {
    if (resolved.some((axis) => input.shape[axis] === 0)) return 0;   // ln of the empty sum 0
    const greatest = max(input, resolved, { keepDim: true });
    return where(isFinite(greatest), greatest, 0);
  });
  const kept = add(log(sum(exp(sub(input, shift)), resolved, { keepDim: true })), shift);
  return options.keepDim ? kept : reshape(kept, kept.shape.filter((_, axis) => !resolved.includes(axis)));
}
