import type { BatchNormGeometry } from "../../backend/geometry.js";
import type { Shape } from "../../backend/layout.js";
import { defineOp } from "../../autograd/define-op.js";
import { isGradEnabled } from "../../autograd/grad-mode.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add, mul, sub } from "../elementwise/arithmetic.js";
import { rsqrt } from "../elementwise/unary.js";
import { mean, sum } from "../reduce/reduce.js";
import { reshape } from "../shape/reshape.js";

interface Affine {
  readonly input: Tensor;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly [name: string]: Tensor | null;
}

/** All axes but that of the channels. */
const otherAxes = (shape: Shape): number[] => [...shape.keys()].filter((axis) => axis !== 1);

/** [C] so that it broadcasts against [N, C, …]. */
const perChannel = (statistic: Tensor, { rank }: Tensor): Tensor => reshape(statistic, [statistic.size, ...Array<number>(rank - 2).fill(1)]);

/** (input − mean) / √(variance + eps) · weight + bias with the batch's own statistics, which are the auxiliaries. */
export const trainingOp = defineOp<Affine, BatchNormGeometry>({
  name: "batchNorm",
  infer: ({ input }) => ({ shape: input.shape, dtype: input.dtype }),
  auxiliaryShape: ({ channels }) => [channels],
  saves: (_, wanted) => [...(wanted("input") || wanted("weight") ? ["input", "auxiliary"] : []), ...(wanted("input") ? ["weight"] : [])],
  forwardDense: (backend, { input, weight, bias }, g) => {
    const { output, mean, variance } = backend.batchNorm(input, weight, bias, g);
    return { output, auxiliary: [mean, variance] };
  },
  backward: (gradOutput, { input, weight = null, auxiliary }, g) => {
    const axes = otherAxes(gradOutput.shape);
    if (!input) return { bias: () => sum(gradOutput, axes) };
    if (!isGradEnabled()) {
      let computed: ReturnType<typeof gradOp.withAuxiliary> | undefined;
      const all = () => (computed ??= gradOp.withAuxiliary({ gradOutput, input, mean: auxiliary[0]!, variance: auxiliary[1]!, weight }, g));
      return { input: () => all().output, weight: () => all().auxiliary[0]!, bias: () => all().auxiliary[1]! };
    }
    const average = (x: Tensor): Tensor => mean(x, axes, { keepDim: true });
    const centred = sub(input, average(input));
    const scale = rsqrt(add(average(mul(centred, centred)), g.eps));
    const normal = mul(centred, scale);
    return {
      input: () => {
        const slope = weight ? mul(gradOutput, perChannel(weight, input)) : gradOutput;
        return mul(scale, sub(sub(slope, average(slope)), mul(normal, average(mul(slope, normal)))));
      },
      weight: () => sum(mul(gradOutput, normal), axes),
      bias: () => sum(gradOutput, axes),
    };
  },
});

const gradOp = defineOp<{ gradOutput: Tensor; input: Tensor; mean: Tensor; variance: Tensor; weight: Tensor | null; [name: string]: Tensor | null }, BatchNormGeometry>({
  name: "batchNormGrad",
  infer: ({ input }) => ({ shape: input.shape, dtype: input.dtype }),
  auxiliaryShape: ({ channels }) => [channels],
  forwardDense: (backend, { gradOutput, input, mean, variance, weight }, g) => {
    const { gradInput, gradWeight, gradBias } = backend.batchNormGrad(gradOutput, input, mean, variance, weight, g);
    return { output: gradInput, auxiliary: [gradWeight, gradBias] };
  },
});

/** The same with given statistics. */
export const applyOp = defineOp<Affine & { readonly mean: Tensor; readonly variance: Tensor }, BatchNormGeometry>({
  name: "batchNorm",
  infer: ({ input }) => ({ shape: input.shape, dtype: input.dtype }),
  saves: (_, wanted) => [
    ...(wanted("weight") || wanted("variance") ? ["input", "mean"] : []),
    ...(wanted("input") || wanted("mean") || wanted("variance") ? ["weight"] : []),
    "variance",
  ],
  forwardDense: (backend, { input, mean, variance, weight, bias }, g) => backend.batchNormApply(input, mean, variance, weight, bias, g),
  backward: (gradOutput, { input, mean, variance, weight }, { eps }) => {
    const axes = otherAxes(gradOutput.shape);
    const scale = rsqrt(add(variance, eps));
    const slope = (): Tensor => mul(gradOutput, perChannel(weight ? mul(scale, weight) : scale, gradOutput));
    const centred = (): Tensor => sub(input, perChannel(mean, input));
    return {
      input: slope,
      mean: () => mul(sum(slope(), axes), -1),
      variance: () => mul(mul(sum(mul(slope(), centred()), axes), mul(scale, scale)), -0.5),
      weight: () => mul(sum(mul(gradOutput, centred()), axes), scale),
      bias: () => sum(gradOutput, axes),
    };
  },
});
