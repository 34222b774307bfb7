import { dense, type ClassGeometry, type CrossEntropyGeometry, type DerivedKernels } from "@convoke/core/backend";
import type { Device } from "./device.js";
import { crossEntropyGradProgram, crossEntropyProgram, logSoftmaxGradProgram, logSoftmaxProgram, logSumProgram } from "./kernels/log-softmax.js";
import { reductions } from "./reductions.js";
import type { GpuStorage } from "./storage.js";

type Losses = Pick<DerivedKernels<GpuStorage>, "logSoftmax" | "logSoftmaxGrad" | "crossEntropy" | "crossEntropyGrad">;

/** Log-softmax and cross-entropy: maximum, logarithm of the sum, then one kernel. */
export function classLosses(device: Device): Losses {
  const { reduce } = reductions(device);
  const shapeOf = (g: ClassGeometry): number[] => [g.outer, g.classes, g.inner];
  const dimsOf = (g: ClassGeometry): number[] => [g.classes, g.inner];
  const numbersOf = ({ ignoreIndex, labelSmoothing, classes }: CrossEntropyGeometry): number[] =>
    [ignoreIndex, 1 - labelSmoothing + labelSmoothing / classes, labelSmoothing / classes];
  /** Runs `use` with the maximum and the logarithm of the sum at each place. */
  const withSums = (input: GpuStorage, g: ClassGeometry, use: (most: GpuStorage, logSum: GpuStorage) => GpuStorage): GpuStorage => {
    const most = reduce("max", { storage: input, layout: dense(shapeOf(g)) }, [1]);
    const logSum = device.run(logSumProgram, input.dtype, g.outer * g.inner, [input, most], dimsOf(g));
    const result = use(most, logSum);
    device.free(most);
    device.free(logSum);
    return result;
  };
  const variantOf = (weight: GpuStorage | undefined, g: CrossEntropyGeometry) => ({ weighted: weight !== undefined, smooth: g.labelSmoothing !== 0 });

  return {
    logSoftmax: (input, g) => withSums(input, g, (most, logSum) => device.run(logSoftmaxProgram, input.dtype, input.size, [input, most, logSum], dimsOf(g))),
    logSoftmaxGrad(gradOutput, output, g) {
      const sum = reduce("sum", { storage: gradOutput, layout: dense(shapeOf(g)) }, [1]);
      const result = device.run(logSoftmaxGradProgram, output.dtype, output.size, [gradOutput, output, sum], dimsOf(g));
      device.free(sum);
      return result;
    },
    crossEntropy: (input, target, weight, g) => withSums(input, g, (most, logSum) => {
      const inputs = [input, target, most, logSum, ...(weight ? [weight] : [])];
      return device.run(crossEntropyProgram(variantOf(weight, g)), input.dtype, g.outer * g.inner, inputs, dimsOf(g), numbersOf(g));
    }),
    crossEntropyGrad: (gradOutput, input, target, weight, g) => withSums(input, g, (most, logSum) => {
      const inputs = [gradOutput, input, target, most, logSum, ...(weight ? [weight] : [])];
      return device.run(crossEntropyGradProgram(variantOf(weight, g)), input.dtype, input.size, inputs, dimsOf(g), numbersOf(g));
    }),
  };
}
