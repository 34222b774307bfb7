import { ArgumentError, sizeOf, type DerivedKernels, type RequiredKernels } from "@convoke/core/backend";
import { reduce, reduceWorkspace, uniform } from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import type { SharedStorage } from "../memory/storage.js";
import { collapseReduction } from "./collapse-reduction.js";

/** Elements of one result: kernels count them in 32 bits, and an expanded view may have any number. */
const mostElements = 2 ** 31 - 1;

export function reductionKernels(device: Device): Pick<RequiredKernels<SharedStorage>, "reduce"> & Pick<DerivedKernels<SharedStorage>, "uniform"> {
  return {
    reduce(op, { storage, layout: given }, reduced) {
      const { pointer, dtype } = device.live(storage), length = sizeOf(reduced.map((axis) => given.shape[axis]!));
      if (length > mostElements) throw new ArgumentError(`worker-threads: ${op} of ${length} elements, expected at most ${mostElements}`);
      const output = device.allocate(op === "argmax" ? "int32" : dtype, sizeOf(given.shape.filter((_, axis) => !reduced.includes(axis))));
      // argmax counts along its axis as it is.
      const { layout, axes } = op === "argmax" ? { layout: given, axes: reduced } : collapseReduction(given, reduced);
      device.runWith(reduceWorkspace(layout, axes), (workspace) => reduce(op, { pointer, layout }, axes, output.pointer, workspace, dtype));
      return output;
    },
    uniform(size, key, counter) {
      const output = device.allocate("float32", size);
      device.run(uniform(output.pointer, size, key, counter));
      return output;
    },
  };
}
