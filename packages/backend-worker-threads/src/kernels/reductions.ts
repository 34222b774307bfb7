import { sizeOf, type RequiredKernels } from "@convoke/core/backend";
import { reduce } from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import type { SharedStorage } from "../memory/storage.js";
import { collapseReduction } from "./collapse-reduction.js";

export function reductionKernels(device: Device): Pick<RequiredKernels<SharedStorage>, "reduce"> {
  return {
    reduce(op, { storage, layout }, axes) {
      const { pointer, dtype } = device.live(storage);
      const output = device.allocate(op === "argmax" ? "int32" : dtype, sizeOf(layout.shape.filter((_, axis) => !axes.includes(axis))));
      // argmax counts along its axis as it is.
      const collapsed = op === "argmax" ? { layout, axes } : collapseReduction(layout, axes);
      device.run(reduce(op, { pointer, layout: collapsed.layout }, collapsed.axes, output.pointer));
      return output;
    },
  };
}
