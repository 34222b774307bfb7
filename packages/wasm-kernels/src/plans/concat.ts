import { collapse, dense, sliceLayout } from "@convoke/core/backend";
import { updateSlice, type Operand } from "./elementwise.js";
import type { Step } from "./step.js";

/** The parts behind each other along `axis` → dense; `width` bytes an element. One step for each part. */
export function concat(parts: readonly Operand[], axis: number, output: number, width: 1 | 4): Step[] {
  const length = parts.reduce((sum, { layout }) => sum + layout.shape[axis], 0), whole = dense(parts[0].layout.shape.with(axis, length));
  let start = 0;
  return parts.map((part) => {
    const [place, layout] = collapse([sliceLayout(whole, axis, start, part.layout.shape[axis]), part.layout]);
    start += part.layout.shape[axis];
    return updateSlice(output, place, { pointer: part.pointer, layout }, width);
  });
}
