/**
 * copy: output[i] = x[i] as the output's dtype, any layout → dense. Floats truncate towards zero and wrap (NaN gives 0); bool is x ≠ 0.
 * updateSlice: target at layout `at` = x, element by element.
 */
import type { Layout, TypedArray, View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { rowsOf } from "./rows.js";

export function copy(x: View<CpuStorage>, output: CpuStorage): void {
  const { count, length, starts, steps } = rowsOf(x.layout);
  const toBool = output.dtype === "bool" && x.storage.dtype !== "bool";
  const row = toBool ? copyRowToBool : copyRow;
  for (let r = 0; r < count; r++) row(x.storage.data, starts[0]![r]!, steps[0]!, output.data, r * length, 1, length);
}

export function updateSlice(target: CpuStorage, at: Layout, x: View<CpuStorage>): void {
  const source = x.storage.data === target.data ? x.storage.data.slice() : x.storage.data;   // x may overlap `at`
  const { count, length, starts, steps } = rowsOf(at, x.layout);
  for (let r = 0; r < count; r++) copyRow(source, starts[1]![r]!, steps[1]!, target.data, starts[0]![r]!, steps[0]!, length);
}

/** Below this length a loop is quicker than a view and a block copy. */
const blockLength = 64;

function copyRow(x: TypedArray, from: number, step: number, out: TypedArray, to: number, toStep: number, length: number): void {
  if (step === 1 && toStep === 1 && length >= blockLength && x.constructor === out.constructor) {
    out.set(x.subarray(from, from + length), to);
    return;
  }
  for (let j = 0; j < length; j++, from += step, to += toStep) out[to] = x[from];
}

function copyRowToBool(x: TypedArray, from: number, step: number, out: TypedArray, to: number, toStep: number, length: number): void {
  for (let j = 0; j < length; j++, from += step, to += toStep) out[to] = +(x[from] !== 0);
}
