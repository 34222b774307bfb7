import { sizeOf, type Layout, type RequiredKernels, type View } from "@convoke/core/backend";
import type { Device } from "./device.js";
import { indexingOf } from "./indexing.js";
import { argmaxPickProgram, argmaxProgram } from "./kernels/argmax.js";
import { copyProgram, fillProgram, wrapSource } from "./kernels/copy.js";
import { keptThenReduced, passOver, reduceProgram, type FoldOp } from "./kernels/reduce.js";
import type { GpuStorage } from "./storage.js";

const neutral: Readonly<Record<FoldOp, number>> = { sum: 0, prod: 1, max: -Infinity, min: Infinity };

/** Reductions as passes over one axis at a time. */
export function reductions(device: Device): Pick<RequiredKernels<GpuStorage>, "reduce"> {
  return { reduce: (op, x, axes) => (op === "argmax" ? argmax(device, x, axes[0]!) : fold(device, op, x, axes)) };
}

function fold(device: Device, op: FoldOp, x: View<GpuStorage>, axes: readonly number[]): GpuStorage {
  const { dtype } = x.storage;
  let { layout, reducedRank } = keptThenReduced(x.layout, axes);
  if (sizeOf(x.layout.shape) === 0) {
    return device.run(fillProgram, dtype, sizeOf(x.layout.shape.filter((_, axis) => !axes.includes(axis))), [], [], [neutral[op]]);
  }
  if (reducedRank === 0) {
    const { rank, dims } = indexingOf([layout]);
    return device.run(copyProgram(dtype, dtype, rank), dtype, sizeOf(layout.shape), [x.storage], dims);
  }
  let { storage } = x;
  while (reducedRank > 0) {
    const pass = passOver(layout);
    const next = device.run(reduceProgram(op, pass.rank, wrapSource(dtype)), dtype, pass.size, [storage], pass.dims);
    if (storage !== x.storage) device.free(storage);
    storage = next;
    layout = pass.output;
    if (pass.chunks === 1) reducedRank--;
  }
  return storage;
}

function argmax(device: Device, x: View<GpuStorage>, axis: number): GpuStorage {
  const layout = withAxisLast(x.layout, axis);
  const pass = passOver(layout);
  const positions = device.run(argmaxProgram(pass.rank), "int32", pass.size, [x.storage], pass.dims);
  if (pass.chunks === 1) return positions;
  const kept = { shape: layout.shape.slice(0, -1), strides: layout.strides.slice(0, -1), offset: layout.offset };
  const { rank, dims } = indexingOf([kept]);
  const result = device.run(argmaxPickProgram(rank), "int32", sizeOf(kept.shape), [x.storage, positions], [...dims, pass.chunks, layout.strides.at(-1)!]);
  device.free(positions);
  return result;
}

function withAxisLast({ shape, strides, offset }: Layout, axis: number): Layout {
  const order = [...shape.keys()].filter((each) => each !== axis).concat(axis);
  return { shape: order.map((each) => shape[each]!), strides: order.map((each) => strides[each]!), offset };
}
