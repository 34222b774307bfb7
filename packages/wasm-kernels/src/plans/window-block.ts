import { blockOf } from "./step.js";
import type { WindowAxis } from "./window.js";

/** The words of assembly/conv/window-block.ts. */
export const windowFields = [
  "source", "packed", "target", "bias", "residual", "activation", "batch", "groups", "depth", "rows", "sourceHeight", "sourceWidth",
  "gridHeight", "gridWidth", "stepHeight", "stepWidth", "tapsHeight", "tapsWidth", "tapStepHeight", "tapStepWidth", "lowHeight", "lowWidth",
  "targetHeight", "targetWidth", "targetStartHeight", "targetStartWidth", "targetStepHeight", "targetStepWidth",
  "frameHeight", "frameWidth", "isDirect", "bandCells",
] as const;

type Derived = "gridHeight" | "gridWidth" | "stepHeight" | "stepWidth" | "tapsHeight" | "tapsWidth" | "tapStepHeight" | "tapStepWidth" | "lowHeight" | "lowWidth"
  | "targetStartHeight" | "targetStartWidth" | "targetStepHeight" | "targetStepWidth" | "frameHeight" | "frameWidth" | "isDirect" | "bandCells";

/** What a window kernel reads and writes; pointers and sizes per group. */
export type WindowOperands = Readonly<Record<Exclude<(typeof windowFields)[number], Derived>, number>>;

/** Bytes of a frame that stay in the second-level cache. */
const frameLimit = 512 * 1024;
/** Bands are whole chunks of the weight's gradient: assembly/conv/convolve-grad-weight.ts. */
const chunk = 512;

/** The block, and the bytes of a thread's frame (0 where the source needs none). `isBanded` is false for kernels that frame whole planes. */
export function windowBlock(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis, isBanded = true): { block: Int32Array; frameBytes: number } {
  const spanOf = (axis: WindowAxis, cells: number): number => Math.max(0, (cells - 1) * axis.step + (axis.taps - 1) * axis.tapStep + 1);
  const cells = rows.grid * columns.grid;
  const isEmpty = rows.taps * columns.taps * operands.depth * cells === 0;
  const isDirect = isEmpty || (
    rows.low === 0 && columns.low === 0 && spanOf(rows, rows.grid) <= operands.sourceHeight && spanOf(columns, columns.grid) <= operands.sourceWidth);
  const frameWidth = isDirect ? operands.sourceWidth : spanOf(columns, columns.grid);
  const rowsIn = (bandCells: number): number => Math.min(rows.grid, Math.ceil((bandCells - 1) / columns.grid) + 1);
  const frameBytes = (bandCells: number): number => 4 * operands.depth * spanOf(rows, rowsIn(bandCells)) * frameWidth;
  let bandCells = chunk * Math.max(1, Math.ceil(cells / chunk));
  if (isBanded && !isDirect) while (bandCells > chunk && frameBytes(bandCells) > frameLimit) bandCells = chunk * Math.ceil(bandCells / chunk / 2);
  const block = blockOf(windowFields, {
    ...operands,
    gridHeight: rows.grid, stepHeight: rows.step, tapsHeight: rows.taps, tapStepHeight: rows.tapStep, lowHeight: rows.low,
    gridWidth: columns.grid, stepWidth: columns.step, tapsWidth: columns.taps, tapStepWidth: columns.tapStep, lowWidth: columns.low,
    targetStartHeight: rows.targetStart, targetStepHeight: rows.targetStep, targetStartWidth: columns.targetStart, targetStepWidth: columns.targetStep,
    frameHeight: isDirect ? operands.sourceHeight : spanOf(rows, rowsIn(bandCells)), frameWidth, isDirect: Number(isDirect), bandCells,
  });
  return { block, frameBytes: isDirect ? 0 : frameBytes(bandCells) };
}
