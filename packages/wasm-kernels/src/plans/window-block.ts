import { blockOf } from "./step.js";
import type { WindowAxis } from "./window.js";

/** The words of assembly/conv/window-block.ts. */
export const windowFields = [
  "source", "packed", "target", "bias", "residual", "activation", "batch", "groups", "depth", "rows", "sourceHeight", "sourceWidth",
  "gridHeight", "gridWidth", "stepHeight", "stepWidth", "tapsHeight", "tapsWidth", "tapStepHeight", "tapStepWidth", "lowHeight", "lowWidth",
  "targetHeight", "targetWidth", "targetStartHeight", "targetStartWidth", "targetStepHeight", "targetStepWidth",
  "frameHeight", "frameWidth", "isDirect", "bandCells", "bandImages", "frameImage", "blockCells",
] as const;

type Derived = "gridHeight" | "gridWidth" | "stepHeight" | "stepWidth" | "tapsHeight" | "tapsWidth" | "tapStepHeight" | "tapStepWidth" | "lowHeight" | "lowWidth"
  | "targetStartHeight" | "targetStartWidth" | "targetStepHeight" | "targetStepWidth" | "frameHeight" | "frameWidth" | "isDirect" | "bandCells" | "bandImages" | "frameImage" | "blockCells";

/** What a window kernel reads and writes; pointers and sizes per group. */
export type WindowOperands = Readonly<Record<Exclude<(typeof windowFields)[number], Derived>, number>>;

/** What a kernel frames at a time: `rows` rows of the grid (which `cells` cells touch) in `channels` channels of `images` images; convolve takes `block` cells at a time. */
export interface Band {
  readonly images: number;
  readonly channels: number;
  readonly rows: number;
  readonly cells: number;
  readonly block: number;
  /** Whether also what needs no zeros is framed. */
  readonly isFramed?: boolean;
}

/** The block, and the bytes of a thread's frame (0 where the source needs none). */
export function windowBlock(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis, band: Band): { block: number[]; frameBytes: number } {
  const isDirect = !band.isFramed && readsSource(operands, rows, columns);
  const frameHeight = isDirect ? operands.sourceHeight : span(rows, band.rows), frameWidth = isDirect ? operands.sourceWidth : span(columns, columns.grid);
  const frameImage = (isDirect ? operands.groups * operands.depth : band.channels) * frameHeight * frameWidth;
  const block = blockOf(windowFields, {
    ...operands,
    gridHeight: rows.grid, stepHeight: rows.step, tapsHeight: rows.taps, tapStepHeight: rows.tapStep, lowHeight: rows.low,
    gridWidth: columns.grid, stepWidth: columns.step, tapsWidth: columns.taps, tapStepWidth: columns.tapStep, lowWidth: columns.low,
    targetStartHeight: rows.targetStart, targetStepHeight: rows.targetStep, targetStartWidth: columns.targetStart, targetStepWidth: columns.targetStep,
    frameHeight, frameWidth, isDirect: Number(isDirect), bandCells: band.cells, bandImages: band.images, frameImage, blockCells: band.block,
  });
  return { block, frameBytes: isDirect ? 0 : 4 * band.images * frameImage };
}

/** Source cells under so many grid cells. */
export const span = (axis: WindowAxis, cells: number): number => Math.max(0, (cells - 1) * axis.step + (axis.taps - 1) * axis.tapStep + 1);

/** Whether no window leaves the source (or nothing is read), so that it needs no frame. */
export function readsSource(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): boolean {
  if (rows.taps * columns.taps * operands.depth * rows.grid * columns.grid === 0) return true;
  return rows.low === 0 && columns.low === 0 && span(rows, rows.grid) <= operands.sourceHeight && span(columns, columns.grid) <= operands.sourceWidth;
}
