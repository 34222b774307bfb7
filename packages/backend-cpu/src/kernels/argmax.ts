/** output[kept] = position of the maximum along one axis (int32): the first of equal ones, and the first NaN before any number. */
import type { View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { offsetsOf } from "./offsets.js";
import { splitAxes } from "./reduce.js";

export function argmax(x: View<CpuStorage>, axis: number, output: CpuStorage): void {
  const { data } = x.storage;
  const { kept, reduced } = splitAxes(x.layout, [axis]);
  const origins = offsetsOf(kept);
  const to = output.data;
  const [length, step] = [reduced.shape[0]!, reduced.strides[0]!];
  for (let i = 0; i < origins.length; i++) {
    let best = 0;
    let value = data[origins[i]];
    for (let j = 1, from = origins[i] + step; j < length; j++, from += step) {
      if (data[from] > value || (data[from] !== data[from] && value === value)) {
        best = j;
        value = data[from];
      }
    }
    to[i] = best;
  }
}
