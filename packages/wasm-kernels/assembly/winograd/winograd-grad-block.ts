/**
 * The weight's gradient of a 3×3 correlation of stride 1, in tiles of 4×4 cells of gradOutput.
 *
 * input [batch, groups · depth, sourceHeight, sourceWidth ≥ 4], gradOutput [batch, groups · rows, targetHeight, targetWidth ≥ 4]; the first window begins at
 * (−padTop, −padLeft), both at most 2. gradWeight [groups, rows, depth, 3, 3]; sums [parts, groups, rows, depth, 3, 3], or gradWeight itself for one part.
 * Tiles are numbered row-major over [batch, tilesHeight, tilesWidth] and cut into `parts`, parts into chunks of at most `chunkTiles`. Channels are cut into
 * blocks of `blockRows` (a multiple of 4) of gradOutput's and `blockDepth` (of 8) of the input's. `stripTiles` are the tiles of a row, or of a chunk where rows are long.
 */
@unmanaged
export class WinogradGradBlock {
  gradOutput: usize;
  input: usize;
  gradWeight: usize;
  sums: usize;
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
  parts: u32;
  chunkTiles: u32;
  blockRows: u32;
  blockDepth: u32;
  /** Byte offsets in scratch. */
  inputAt: u32;
  gradAt: u32;
  productsAt: u32;
  stripTiles: u32;
}
