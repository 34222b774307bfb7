import type { DerivedKernels, Pool2dGeometry } from "@convoke/core/backend";
import type { Device } from "./device.js";
import {
  avgPool2dGradProgram, avgPool2dProgram, maxPool2dArgmaxProgram, maxPool2dGradProgram, maxPool2dProgram, maxPool2dTakeProgram, pool2dDims,
} from "./kernels/pool2d.js";
import type { GpuStorage } from "./storage.js";

type Pools = Pick<DerivedKernels<GpuStorage>, "maxPool2d" | "maxPool2dGrad" | "maxPool2dTake" | "avgPool2d" | "avgPool2dGrad">;

const inputSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.inHeight * g.inWidth;
const outputSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.outHeight * g.outWidth;

/** Pooling and its gradients. */
export function pools(device: Device): Pools {
  return {
    maxPool2d(input, g, wantArgmax) {
      const output = device.run(maxPool2dProgram, input.dtype, outputSize(g), [input], pool2dDims(g), [-Infinity]);
      return { output, argmax: wantArgmax ? device.run(maxPool2dArgmaxProgram, "int32", outputSize(g), [input], pool2dDims(g), [-Infinity]) : null };
    },
    maxPool2dGrad: (gradOutput, argmax, g) => device.run(maxPool2dGradProgram, gradOutput.dtype, inputSize(g), [gradOutput, argmax], pool2dDims(g)),
    maxPool2dTake: (input, argmax, g) => device.run(maxPool2dTakeProgram, input.dtype, outputSize(g), [input, argmax], pool2dDims(g)),
    avgPool2d: (input, g) => device.run(avgPool2dProgram, input.dtype, outputSize(g), [input], pool2dDims(g)),
    avgPool2dGrad: (gradOutput, g) => device.run(avgPool2dGradProgram, gradOutput.dtype, inputSize(g), [gradOutput], pool2dDims(g)),
  };
}
