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

/** For convolveGradWeight: whole rows of an image, or whole images, of about 256 cells; as many channels as have 576 taps. */
export function sliceBand(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Band {
  const most = Math.floor(256 / Math.max(columns.grid, 1));
  const channels = evenly(operands.depth, Math.floor(576 / Math.max(rows.taps * columns.taps, 1)));
  if (most < 2 * rows.grid) return { images: 1, channels, rows: evenly(rows.grid, most), cells: 0, block: 0 };
  return { images: evenly(operands.batch, Math.floor(most / rows.grid)), channels, rows: rows.grid, cells: 0, block: 0 };
}

/** For depthwise kernels, which cut every plane into phases. */
export const planeBand = (rows: WindowAxis): Band => ({ images: 1, channels: 1, rows: rows.grid, cells: 0, block: 0, isFramed: true });
