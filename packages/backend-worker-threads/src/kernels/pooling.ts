import type { DerivedKernels, Pool2dGeometry } from "@convoke/core/backend";
import { argmaxBytes, avgPool2d, avgPool2dGrad, maxPool2d, maxPool2dGrad, maxPool2dTake } from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import type { SharedStorage } from "../memory/storage.js";

type Pooling = Pick<DerivedKernels<SharedStorage>, "maxPool2d" | "maxPool2dGrad" | "maxPool2dTake" | "avgPool2d" | "avgPool2dGrad">;

const inSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.inHeight * g.inWidth;
const outSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.outHeight * g.outWidth;

export function poolingKernels(device: Device): Pooling {
  const pointerOf = (storage: SharedStorage): number => device.live(storage).pointer;
  return {
    maxPool2d(input, g, wantArgmax) {
      const from = pointerOf(input), output = device.allocate("float32", outSize(g));
      const argmax = wantArgmax ? device.allocate(argmaxBytes(g) === 1 ? "uint8" : "int32", outSize(g)) : null;
      device.run(maxPool2d(from, output.pointer, argmax && argmax.pointer, g));
      return { output, argmax };
    },
    maxPool2dGrad(gradOutput, argmax, g) {
      const from = pointerOf(gradOutput), winners = pointerOf(argmax), gradInput = device.allocate("float32", inSize(g));
      device.run(maxPool2dGrad(from, winners, gradInput.pointer, g));
      return gradInput;
    },
    maxPool2dTake(input, argmax, g) {
      const from = pointerOf(input), winners = pointerOf(argmax), output = device.allocate("float32", outSize(g));
      device.run(maxPool2dTake(from, winners, output.pointer, g));
      return output;
    },
    avgPool2d(input, g) {
      const from = pointerOf(input), output = device.allocate("float32", outSize(g));
      device.run(avgPool2d(from, output.pointer, g));
      return output;
    },
    avgPool2dGrad(gradOutput, g) {
      const from = pointerOf(gradOutput), gradInput = device.allocate("float32", inSize(g));
      device.run(avgPool2dGrad(from, gradInput.pointer, g));
      return gradInput;
    },
  };
}
