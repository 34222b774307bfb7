/** output[i] = condition[i] ? a[i] : b[i]. */
import type { TypedArray, View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { rowsOf, type Rows } from "./rows.js";

export function where(condition: View<CpuStorage>, a: View<CpuStorage>, b: View<CpuStorage>, output: CpuStorage): void {
  const rows = rowsOf(condition.layout, a.layout, b.layout);
  const select = output.dtype === "float64" ? selectValues : selectBits;
  select(condition.storage.data, asIntegers(a.storage), asIntegers(b.storage), asIntegers(output), rows);
}

/** The same bits as integers, where one element is an integer's size. */
function asIntegers({ dtype, data }: CpuStorage): TypedArray {
  return dtype === "float32" ? new Int32Array(data.buffer) : data;
}

/** With a mask, because a branch on random conditions costs several times as much. */
function selectBits(condition: TypedArray, a: TypedArray, b: TypedArray, out: TypedArray, { count, length, starts, steps }: Rows): void {
  const [step, aStep, bStep] = steps as [number, number, number];
  for (let r = 0, to = 0; r < count; r++) {
    let from = starts[0]![r]!, i = starts[1]![r]!, j = starts[2]![r]!;
    for (const end = to + length; to < end; to++, from += step, i += aStep, j += bStep) {
      const mask = -condition[from];
      out[to] = (a[i] & mask) | (b[j] & ~mask);
    }
  }
}

function selectValues(condition: TypedArray, a: TypedArray, b: TypedArray, out: TypedArray, { count, length, starts, steps }: Rows): void {
  const [step, aStep, bStep] = steps as [number, number, number];
  for (let r = 0, to = 0; r < count; r++) {
    let from = starts[0]![r]!, i = starts[1]![r]!, j = starts[2]![r]!;
    for (const end = to + length; to < end; to++, from += step, i += aStep, j += bStep) out[to] = condition[from] !== 0 ? a[i] : b[j];
  }
}
