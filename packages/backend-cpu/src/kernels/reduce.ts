/**
 * output[kept] = sum | prod | max | min of x over the reduced axes.
 *
 * Sums and products of floats run in float64 and are rounded once; those of integers wrap at 2³². NaN wins in max and min.
 *
 * The same loops in one of two orders, by which axes lie innermost in memory: along rows of reduced elements with one accumulator, or across
 * rows of kept elements with one accumulator each.
 */
import type { Layout, View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { offsetsOf } from "./offsets.js";
import { reducers, wrappingReducers, type FoldOp } from "./reducers.js";
import { rowsOf } from "./rows.js";

export function reduce(op: FoldOp, x: View<CpuStorage>, axes: readonly number[], output: CpuStorage): void {
  const { dtype, data } = x.storage;
  const { kept, reduced } = splitAxes(x.layout, axes);
  const { start, along, across } = (dtype === "int32" || dtype === "uint8" ? wrappingReducers[op] : undefined) ?? reducers[op];
  const keptRows = rowsOf(kept);
  const reducedRows = rowsOf(reduced);
  const step = keptRows.steps[0]!;
  if (keptRows.length > 1 && Math.abs(step) < Math.abs(reducedRows.steps[0]!)) {
    const offsets = offsetsOf(reduced);
    const row = new Float64Array(keptRows.length);
    keptRows.starts[0]!.forEach((origin, r) => {
      row.fill(start);
      for (const offset of offsets) across(row, data, origin + offset, step);
      output.data.set(row, r * row.length);
    });
  } else {
    const origins = offsetsOf(kept);
    const [offsets, inner] = [reducedRows.starts[0]!, reducedRows.steps[0]!];
    const { length } = reducedRows;
    const to = output.data;
    for (let i = 0; i < origins.length; i++) {
      let value = start;
      for (let r = 0; r < offsets.length; r++) value = along(value, data, origins[i]! + offsets[r]!, inner, length);
      to[i] = value;
    }
  }
}

/** The layout as that of the kept axes, and that of the reduced axes relative to it. */
export function splitAxes({ shape, strides, offset }: Layout, axes: readonly number[]): { readonly kept: Layout; readonly reduced: Layout } {
  const isReduced = (_: number, axis: number): boolean => axes.includes(axis);
  const isKept = (_: number, axis: number): boolean => !axes.includes(axis);
  return {
    kept: { shape: shape.filter(isKept), strides: strides.filter(isKept), offset },
    reduced: { shape: shape.filter(isReduced), strides: strides.filter(isReduced), offset: 0 },
  };
}
