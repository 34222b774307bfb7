import type { ReduceOp } from "@convoke/core/backend";
import type { Operand } from "./elementwise.js";
import type { Step } from "./step.js";

/** As the kernels number them; argmax has a kernel of its own. */
const foldNames = ["sum", "max", "min", "prod"] as const satisfies readonly ReduceOp[];

/** float32 over any layout; `axes` are ascending and not empty, argmax takes exactly one and gives int32. Fewer axes (collapsed) are faster. */
export function reduce(op: ReduceOp, { pointer, layout: { shape, strides, offset } }: Operand, axes: readonly number[], output: number): Step {
  const all = shape.map((_, axis) => axis);
  const kept = all.filter((axis) => !axes.includes(axis));
  const words = (list: readonly number[]): number[] =>
    list.length === 0 ? [1, 0] : [...list.map((axis) => shape[axis]!), ...list.map((axis) => strides[axis]!)];
  const block = Int32Array.from([
    output, op === "argmax" ? 0 : foldNames.indexOf(op), pointer + 4 * offset, Math.max(kept.length, 1), axes.length, ...words(kept), ...words(axes),
  ], (word) => word | 0);
  return { kernel: op === "argmax" ? "argmax" : "reduce", block, units: kept.reduce((size, axis) => size * shape[axis]!, 1), scratchBytes: 0 };
}
