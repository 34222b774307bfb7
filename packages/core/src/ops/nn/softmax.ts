import type { ClassGeometry } from "../../backend/geometry.js";
import { sizeOf, type Shape } from "../../backend/layout.js";
import { defineOp } from "../../autograd/define-op.js";
import { isGradEnabled, noGrad } from "../../autograd/grad-mode.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, resolveAxes, resolveAxis } from "../checks.js";
import { add, div, mul, sub } from "../elementwise/arithmetic.js";
import { clone } from "../elementwise/cast.js";
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

/** eˣ / Σ eˣ along the axis; not by way of logSoftmax, whose rounding of ln p costs |ln p| roundings of p. **Shapes**: any, kept. PyTorch: `softmax`. */
export function softmax(input: Tensor, axis: number): Tensor {
  checkFloat("softmax", input);
  const at = resolveAxis("softmax", axis, input.rank);
  const powers = exp(shifted(input, [at]));
  return div(powers, sum(powers, at, { keepDim: true }));
}

/** The axes before `axis` and those behind it as one each. */
export function classGeometry(shape: Shape, axis: number): ClassGeometry {
  return { outer: sizeOf(shape.slice(0, axis)), classes: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

const logSoftmaxOp = defineOp({
  name: "logSoftmax",
  infer: ({ input }: { input: Tensor }, _: { readonly axis: number }) => ({ shape: input.shape, dtype: input.dtype }),
  saves: ["output"],
  forwardDense: (backend, { input }, { axis }, { shape }) => backend.logSoftmax(input, classGeometry(shape, axis)),
  backward: (gradOutput, { output }, { axis }) => ({
    input: () =>
      isGradEnabled() ? sub(gradOutput, mul(exp(output), sum(gradOutput, axis, { keepDim: true }))) : logSoftmaxGradOp({ gradOutput, output }, { axis }),
  }),
});

const logSoftmaxGradOp = defineOp({
  name: "logSoftmaxGrad",
  infer: ({ output }: { gradOutput: Tensor; output: Tensor }, _: { readonly axis: number }) => ({ shape: output.shape, dtype: output.dtype }),
  forwardDense: (backend, { gradOutput, output }, { axis }, { shape }) => backend.logSoftmaxGrad(gradOutput, output, classGeometry(shape, axis)),
});

/** ln softmax, without the loss of digits: x − max − ln Σ e^(x − max). **Shapes**: any, kept. PyTorch: `log_softmax`. */
export function logSoftmax(input: Tensor, axis: number): Tensor {
  checkFloat("logSoftmax", input);
  const at = resolveAxis("logSoftmax", axis, input.rank);
  return input.size === 0 ? clone(input) : logSoftmaxOp({ input }, { axis: at });
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
