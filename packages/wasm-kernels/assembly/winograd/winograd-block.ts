/**
 * A 3×3 correlation of stride 1 in tiles of 4×4 cells, of which `blockTiles` (a multiple of 8) and `chunkPanels` · 4 rows are one unit of work.
 *
 * source [batch, groups · depth, sourceHeight, sourceWidth ≥ 4], target [batch, groups · rows, targetHeight, targetWidth]; the first window begins at
 * (−padTop, −padLeft), both at most 2. weight [groups, rows, depth, 3, 3] by strides in elements, its taps read backwards where `turned`; transformed is its transform.
 * Tiles are numbered row-major over [batch, tilesHeight, tilesWidth].
 */
@unmanaged
export class WinogradBlock {
  source: usize;
  weight: usize;
  transformed: usize;
  target: usize;
  bias: usize;
  residual: usize;
  activation: u32;
  batch: u32;
  groups: u32;
  depth: u32;
  rows: u32;
  sourceHeight: u32;
  sourceWidth: u32;
  targetHeight: u32;
  targetWidth: u32;
  padTop: u32;
  padLeft: u32;
  weightGroupStride: u32;
  weightRowStride: u32;
  weightDepthStride: u32;
  turned: u32;
  blockTiles: u32;
  chunkPanels: u32;
  /** Byte offsets in scratch. */
  stripsAt: u32;
  panelsAt: u32;
  productsAt: u32;
}

/** Channels from one frequency to the next in the transformed arrays: odd, so that the 36 do not meet in one set of the cache. */
@inline
export function paddedDepth(depth: u32): usize {
  return depth | 1;
}
