import { dense, type Conv2dGeometry, type DerivedKernels } from "@convoke/core/backend";
import type { Device } from "./device.js";
import { conv2dDims, conv2dGradInputProgram, conv2dGradWeightProgram, conv2dProgram } from "./kernels/conv2d.js";
import { epilogueParts } from "./kernels/epilogue.js";
import { reductions } from "./reductions.js";
import type { GpuStorage } from "./storage.js";

/** Threads that keep a GPU busy: the weight's gradient is split over the images until there are so many. */
const enoughThreads = 2 ** 15;

/** Convolution and its gradients, each as a gather. */
export function convolutions(device: Device): Pick<DerivedKernels<GpuStorage>, "conv2d" | "conv2dGradInput" | "conv2dGradWeight"> {
  const { reduce } = reductions(device);
  return {
    conv2d(input, weight, g, epilogue) {
      const { parts, storages } = epilogueParts(epilogue);
      return device.run(conv2dProgram(parts), input.dtype, g.batch * g.outChannels * g.outHeight * g.outWidth, [input, weight, ...storages], conv2dDims(g));
    },
    conv2dGradInput(gradOutput, weight, g, epilogue) {
      const { parts, storages } = epilogueParts(epilogue);
      return device.run(conv2dGradInputProgram(parts), gradOutput.dtype, g.batch * g.inChannels * g.inHeight * g.inWidth, [gradOutput, weight, ...storages], conv2dDims(g));
    },
    conv2dGradWeight(gradOutput, input, g) {
      const size = g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth;
      const partImages = Math.max(1, Math.ceil(g.batch / partsOf(g, size)));
      const parts = Math.max(1, Math.ceil(g.batch / partImages));
      const sums = device.run(conv2dGradWeightProgram, gradOutput.dtype, parts * size, [gradOutput, input], conv2dDims(g, partImages));
      if (parts === 1) return sums;
      const result = reduce("sum", { storage: sums, layout: dense([parts, size]) }, [0]);
      device.free(sums);
      return result;
    },
  };
}

function partsOf({ batch }: Conv2dGeometry, size: number): number {
  return Math.min(Math.max(1, batch), Math.max(1, Math.floor(enoughThreads / size)));
}
