import { dense, type BatchNormGeometry, type DerivedKernels } from "@convoke/core/backend";
import type { Device } from "./device.js";
import { batchNormApplyProgram, batchNormGradProgram, squaredDistanceProgram, timesNormalProgram } from "./kernels/batch-norm.js";
import { binaryNumberProgram } from "./kernels/binary.js";
import { reductions } from "./reductions.js";
import type { GpuStorage } from "./storage.js";

/** Batch norm: reductions over the channels, and one kernel for what is elementwise. */
export function normalisation(device: Device): Pick<DerivedKernels<GpuStorage>, "batchNorm" | "batchNormApply" | "batchNormGrad"> {
  const { reduce } = reductions(device);
  const dimsOf = (g: BatchNormGeometry): number[] => [g.channels, g.spatial];
  const sumOf = (x: GpuStorage, g: BatchNormGeometry): GpuStorage => reduce("sum", { storage: x, layout: dense([g.batch, g.channels, g.spatial]) }, [0, 2]);
  const averageOf = (x: GpuStorage, g: BatchNormGeometry): GpuStorage => {
    const sum = sumOf(x, g);
    const average = device.run(binaryNumberProgram("div", 1, ""), x.dtype, g.channels, [sum], [1, 0], [g.batch * g.spatial]);
    device.free(sum);
    return average;
  };
  const batchNormApply: DerivedKernels<GpuStorage>["batchNormApply"] = (input, mean, variance, weight, bias, g) => {
    const inputs = [input, mean, variance, ...(weight ? [weight] : []), ...(bias ? [bias] : [])];
    return device.run(batchNormApplyProgram(weight !== undefined, bias !== undefined), input.dtype, input.size, inputs, dimsOf(g), [g.eps]);
  };

  return {
    batchNorm(input, weight, bias, g) {
      const mean = averageOf(input, g);
      const squares = device.run(squaredDistanceProgram, input.dtype, input.size, [input, mean], dimsOf(g));
      const variance = averageOf(squares, g);
      device.free(squares);
      return { output: batchNormApply(input, mean, variance, weight, bias, g), mean, variance };
    },
    batchNormApply,
    batchNormGrad(gradOutput, input, mean, variance, weight, g) {
      const gradBias = sumOf(gradOutput, g);
      const products = device.run(timesNormalProgram, input.dtype, input.size, [gradOutput, input, mean, variance], dimsOf(g), [g.eps]);
      const gradWeight = sumOf(products, g);
      device.free(products);
      const inputs = [gradOutput, input, mean, variance, gradWeight, gradBias, ...(weight ? [weight] : [])];
      const gradInput = device.run(batchNormGradProgram(weight !== undefined), input.dtype, input.size, inputs, dimsOf(g), [g.eps, g.batch * g.spatial]);
      return { gradInput, gradWeight, gradBias };
    },
  };
}
