import type { WindowAxis } from "./window.js";

/** What a window kernel reads and writes; pointers and sizes per group. */
export interface WindowOperands {
  readonly source: number;
  readonly packed: number;
  readonly target: number;
  readonly bias: number;
  readonly residual: number;
  readonly activation: number;
  readonly batch: number;
  readonly groups: number;
  readonly depth: number;
  readonly rows: number;
  readonly sourceHeight: number;
  readonly sourceWidth: number;
  readonly targetHeight: number;
  readonly targetWidth: number;
}

/** What a kernel frames at a time: `rows` rows of the grid (which `cells` cells touch) in `channels` channels of `images` images; convolve takes `block` cells at a time. */
export interface Band {
  readonly images: number;
  readonly channels: number;
  readonly rows: number;
  readonly cells: number;
  readonly block: number;
  /** Columns of the grid, where not all are framed at a time. */
  readonly columns?: number;
  /** Whether convolve's rows run along the lanes. */
  readonly inLanes?: boolean;
  /** Whether also what needs no zeros is framed. */
  readonly isFramed?: boolean;
}

/** The block, and the bytes of a thread's frame (0 where the source needs none). */
export function windowBlock(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis, band: Band): { block: number[]; frameBytes: number } {
  const isDirect = !band.isFramed && readsSource(operands, rows, columns);
  const frameHeight = isDirect ? operands.sourceHeight : span(rows, band.rows), frameWidth = isDirect ? operands.sourceWidth : span(columns, band.columns ?? columns.grid);
  const frameImage = (isDirect ? operands.groups * operands.depth : band.channels) * frameHeight * frameWidth;
  // The words of assembly/conv/window-block.ts; an object of so many fields would take longer than all the rest of a plan.
  const block = [
    operands.source | 0, operands.packed | 0, operands.target | 0, operands.bias | 0, operands.residual | 0, operands.activation,
    operands.batch, operands.groups, operands.depth, operands.rows, operands.sourceHeight, operands.sourceWidth,
    rows.grid, columns.grid, rows.step, columns.step, rows.taps, columns.taps, rows.tapStep, columns.tapStep, rows.low, columns.low,
    operands.targetHeight, operands.targetWidth, rows.targetStart, columns.targetStart, rows.targetStep, columns.targetStep,
    frameHeight, frameWidth, Number(isDirect), band.cells, band.images, frameImage, band.block, Number(band.inLanes ?? false),
  ];
  return { block, frameBytes: isDirect ? 0 : 4 * band.images * frameImage };
}

/** Source cells under so many grid cells. */
export const span = (axis: WindowAxis, cells: number): number => Math.max(0, (cells - 1) * axis.step + (axis.taps - 1) * axis.tapStep + 1);

/** Whether no window leaves the source (or nothing is read), so that it needs no frame. */
export function readsSource(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): boolean {
  if (rows.taps * columns.taps * operands.depth * rows.grid * columns.grid === 0) return true;
  return rows.low === 0 && columns.low === 0 && span(rows, rows.grid) <= operands.sourceHeight && span(columns, columns.grid) <= operands.sourceWidth;
}
