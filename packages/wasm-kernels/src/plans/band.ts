import { columnBlock } from "./gemm.js";
import { span, readsSource, type Band, type WindowOperands } from "./window-block.js";
import type { WindowAxis } from "./window.js";

/** Bytes of a frame that stay in the second-level cache. */
const frameLimit = 512 * 1024;
/** Cells from which on an image is work enough to fill panels of 16 without neighbours. */
const enoughCells = 512;

/** `total` in as few parts of at most `most` as can be, as equal as can be: the size of the largest. */
export const evenly = (total: number, most: number): number => Math.ceil(total / Math.ceil(total / Math.max(1, most))) || 1;

/**
 * Whether a convolution's rows run along the lanes: where they are so few that packing every patch would show, more so where a patch is no piece of the source.
 *
 * Where a sum runs over many products or channels, those of 4 cells leave the first-level cache before the next 8 rows meet them.
 */
export function inLanes(depth: number, rows: number, taps: number): boolean {
  return rows % 8 === 0 && rows <= (taps === 1 ? 16 : 32) && depth <= 64 && depth * taps <= 320;
}

/** For convolve: a multiple of 512 cells of an image, or several images where they are small. */
export function cellBand(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Band {
  const cells = rows.grid * columns.grid, isDirect = readsSource(operands, rows, columns);
  const bytes = (gridRows: number): number => (isDirect ? 0 : 4 * operands.depth * span(rows, gridRows) * span(columns, columns.grid));
  const rowsIn = (bandCells: number): number => Math.min(rows.grid, Math.ceil((bandCells - 1) / columns.grid) + 1);
  const taps = rows.taps * columns.taps, isInLanes = inLanes(operands.depth, operands.rows, taps);
  // Short sums are over soon: more cells at a time.
  const block = isInLanes || operands.depth * taps <= 64 ? 64 : columnBlock;
  const fitting = Math.min(Math.floor(enoughCells / Math.max(cells, 1)), Math.floor(frameLimit / Math.max(bytes(rows.grid), 1)));
  if (fitting > 1) {
    const images = evenly(operands.batch, fitting);
    return { images, channels: operands.depth, rows: rows.grid, cells: images * Math.max(cells, 1), block, inLanes: isInLanes };
  }
  let bandCells = 512 * Math.max(1, Math.ceil(cells / 512));
  while (bandCells > 512 && bytes(rowsIn(bandCells)) > frameLimit) bandCells = 512 * Math.ceil(bandCells / 1024);
  return { images: 1, channels: operands.depth, rows: rowsIn(bandCells), cells: bandCells, block, inLanes: isInLanes };
}

/**
 * The columns of a grid in ranges, where a frame of whole rows would leave the limit even for the fewest cells: a convolution for each range.
 *
 * A range that is no wider than what its taps reach beyond it would be copied for the most part twice. Depthwise kernels frame all sources, and hold sums of 16 rows.
 */
export function columnRanges(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): WindowAxis[] {
  const reach = (columns.taps - 1) * columns.tapStep, sumRows = operands.depth * operands.rows === 1 ? 16 : 0;
  const widest = (gridRows: number): number => frameLimit / (4 * (operands.depth * span(rows, Math.min(rows.grid, gridRows)) + sumRows));
  if (span(columns, columns.grid) <= widest(2) || (sumRows === 0 && readsSource(operands, rows, columns))) return [columns];
  // Of few rows a band would copy most of what the band before it did.
  const width = 512 * Math.max(1, Math.floor((widest(8) - reach) / columns.step / 512), Math.ceil(reach / columns.step / 512));
  return Array.from({ length: Math.ceil(columns.grid / width) }, (_, i) => ({
    ...columns, grid: Math.min(width, columns.grid - i * width), low: columns.low + i * width * columns.step, targetStart: columns.targetStart + i * width * columns.targetStep,
  }));
}

/** For convolveGradWeight: whole rows of an image, or whole images, of about 256 cells, or parts of rows that are too wide; as many channels as have 576 taps. */
export function sliceBand(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Band & { readonly columns: number } {
  const most = Math.floor(256 / Math.max(columns.grid, 1));
  const channels = evenly(operands.depth, Math.floor(576 / Math.max(rows.taps * columns.taps, 1)));
  if (most < 2 * rows.grid) return { images: 1, channels, rows: evenly(rows.grid, most), columns: sliceColumns(operands, rows, columns, channels), cells: 0, block: 0 };
  return { images: evenly(operands.batch, Math.floor(most / rows.grid)), channels, rows: rows.grid, columns: columns.grid, cells: 0, block: 0 };
}

/** Columns of a row of which neither the frame nor gradOutput in panels leaves the limit. */
function sliceColumns(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis, channels: number): number {
  const reach = (columns.taps - 1) * columns.tapStep, frameWidth = readsSource(operands, rows, columns) ? Infinity : frameLimit / (4 * channels * span(rows, 1));
  const fitting = Math.min((frameWidth - reach) / columns.step, frameLimit / (32 * Math.max(1, Math.min(8, Math.ceil(operands.rows / 8)))));
  return evenly(columns.grid, Math.floor(Math.max(256, reach / columns.step, fitting)));
}

/** For depthwise kernels, which cut every plane into phases. */
export const planeBand = (rows: WindowAxis): Band => ({ images: 1, channels: 1, rows: rows.grid, cells: 0, block: 0, isFramed: true });
