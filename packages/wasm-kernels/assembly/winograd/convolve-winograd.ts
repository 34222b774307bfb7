/**
 * target = activation(Aᵀ[Σ_c transformed[c] ⊙ (Bᵀ x[c] B)]A + bias + residual), a 3×3 correlation of stride 1 in tiles of 4×4: see points.ts.
 *
 * Over a block of tiles and one frequency of 36 the sum over the channels is a matrix product [rows, depth] · [depth, tiles]; a block's transformed input
 * stays in the second-level cache until all rows have met it. A tile with a cell that is not finite is done again by the definition.
 * Work: groups · ⌈tiles / blockTiles⌉ · ⌈panels / chunkPanels⌉, chunks innermost, panels = ⌈rows / 4⌉.
 * Scratch: columns [4, 6, 4], tiles [blockTiles], strips (also redoTile's patch), panels [blockTiles / 8, 36, depth | 1, 8], products [chunkPanels, blockTiles / 8, 36, 4, 8].
 */
import { multiplyTile } from "../gemm/multiply-tile";
import { Tile, tileBytes } from "./tile";
import { frequencyBytes } from "./transform-weight";
import { touch } from "./touch";
import { stripRowBytes, transformInput } from "./transform-input";
import { transformOutput } from "./transform-output";
import { paddedDepth, WinogradBlock } from "./winograd-block";

@inline
const tilesAt: usize = 384;

export function convolveWinograd(block: WinogradBlock, begin: u32, end: u32, scratch: usize): void {
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2, tiles = block.batch * tilesHeight * tilesWidth;
  const blocks = (tiles + block.blockTiles - 1) / block.blockTiles, panels = (block.rows + 3) >> 2, chunks = (panels + block.chunkPanels - 1) / block.chunkPanels;
  const frequency = frequencyBytes(block), left = <usize>block.depth << 4, right = paddedDepth(block.depth) << 5;
  const table = scratch + tilesAt, strips = scratch + block.stripsAt, input = scratch + block.panelsAt, products = scratch + block.productsAt;
  const sourceGroup = (<usize>block.depth * block.sourceHeight * block.sourceWidth) << 2;
  for (let unit = begin, ready: u32 = u32.MAX_VALUE; unit < end; unit++) {
    const tileBlock = unit / chunks, group = tileBlock / blocks, first = tileBlock % blocks * block.blockTiles, count = min(block.blockTiles, tiles - first);
    if (tileBlock != ready) {
      placeTiles(block, first, count, table, strips);
      transformInput(block, block.source + <usize>group * sourceGroup, first, count, table, strips, input);
      ready = tileBlock;
    }
    const eights = (count + 7) >> 3, firstPanel = unit % chunks * block.chunkPanels, lastPanel = min(panels, firstPanel + block.chunkPanels);
    const transformed = block.transformed + <usize>group * 36 * frequency + <usize>firstPanel * left;
    for (let f: usize = 0; f < 36; f++) {
      const weight = transformed + f * frequency, nextWeight = transformed + min(f + 1, 35) * frequency;
      for (let eight: usize = 0; eight < eights; eight++) {
        const from = input + (eight * 36 + f) * right;
        for (let panel: usize = 0; panel < lastPanel - firstPanel; panel++) {
          const rows = weight + panel * left;
          if (eight == 0) store<u32>(scratch, touch(firstPanel + panel + 1 < lastPanel ? rows + left : nextWeight, left));
          multiplyTile(rows, from, block.depth, products + (((panel * eights + eight) * 36 + f) << 7), false);
        }
      }
    }
    for (let panel = firstPanel, from = products; panel < lastPanel; panel++) {
      for (let eight: u32 = 0; eight < eights; eight++, from += 36 << 7) {
        transformOutput(block, from, group, panel << 2, first + (eight << 3), table + (<usize>eight << 3) * tileBytes, scratch, strips);
      }
    }
  }
}

/** Fills the table for tiles first … first + count − 1, and up to a multiple of 8 with the last, of which no cell counts. */
function placeTiles(block: WinogradBlock, first: u32, count: u32, table: usize, strips: usize): void {
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2;
  const rowBytes = stripRowBytes(block), image = block.groups * block.rows * block.targetHeight * block.targetWidth;
  const firstRow = first / tilesWidth, rowsAt = strips + 16 + rowBytes;
  for (let t: u32 = 0; t < (count + 7 & ~7); t++, table += tileBytes) {
    const number = first + min(t, count - 1), row = number / tilesWidth, column = number - row * tilesWidth;
    const tileRow = row % tilesHeight, tile = changetype<Tile>(table);
    tile.strip = rowsAt + <usize>(row - firstRow) * 6 * rowBytes + (<usize>(row == firstRow ? number - first : column) << 4);
    tile.target = (row / tilesHeight * image + (tileRow << 2) * block.targetWidth + (column << 2)) << 2;
    tile.width = min(4, block.targetWidth - (column << 2));
    tile.height = t < count ? min(4, block.targetHeight - (tileRow << 2)) : 0;
  }
}
