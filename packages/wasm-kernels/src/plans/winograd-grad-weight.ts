/** The weight's gradient of 3×3 correlations of stride 1 by F(4×4, 3×3) transposed: assembly/winograd/convolve-winograd-grad.ts. */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { evenly } from "./band.js";
import type { Step } from "./step.js";
import { isTiled } from "./winograd.js";

/** Channels of a block of the weight: its 36 products take 590 kB, as much as the chunk of tiles that meets them. */
const blockChannelsMost = 64;
const chunkBytesMost = 900_000;
/** Tiles of a chunk: as deep are the products. */
const chunkTilesMost = 128;
/** Tiles of a row from which on strips hold a chunk of it only: so many take 600 kB. */
const longRow = 512;
/** Tiles for which it pays to transform a part's sums back. */
const partTilesLeast = 32;
/** Units of work from which on several threads have enough to do. */
const enoughUnits = 16;

/**
 * Whether conv2dGradWeight of a geometry goes this way: 3×3 taps, stride and dilation 1, and 1.25 times as fast as directly.
 *
 * In products: directly 9 for each cell and element of the weight, rows counted in eights, against 36 for each tile, rows counted in fours and channels in eights. To transform
 * a tile costs as much as 8 rows more for each channel, and 8 channels for each row; to transform the sums back as much as 8 tiles. 1.15 times by this reckoning are 1.25 measured.
 */
export function usesWinogradGradWeight(g: Conv2dGeometry): boolean {
  if (!isTiled(g)) return false;
  const { depth, rows, blockRows, blockDepth, rowBlocks, depthBlocks, parts, tiles } = division(g), allRows = rowBlocks * blockRows, allDepth = depthBlocks * blockDepth;
  const transforms = 8 * (allRows * depthBlocks + allDepth * rowBlocks), products = tiles * (allRows * allDepth + transforms) + 8 * parts * allRows * allDepth;
  return 9 * g.batch * g.outHeight * g.outWidth * 8 * Math.ceil(rows / 8) * depth > 1.15 * 36 * products;
}

const bytesOfWeight = (g: Conv2dGeometry): number => 36 * g.outChannels * (g.inChannels / g.groups);

/** Bytes at `workspace` while the steps run: the gradients of parts of the tiles. */
export function winogradConv2dGradWeightWorkspace(g: Conv2dGeometry): number {
  const { parts } = division(g);
  return parts > 1 ? parts * bytesOfWeight(g) : 0;
}

/** How channels and tiles are cut: by the geometry alone, so that the bits do not depend on threads. */
function division(g: Conv2dGeometry) {
  const depth = g.inChannels / g.groups, rows = g.outChannels / g.groups, tiles = g.batch * Math.ceil(g.outHeight / 4) * Math.ceil(g.outWidth / 4);
  const blockRows = 4 * evenly(Math.ceil(rows / 4), blockChannelsMost / 4), blockDepth = 8 * evenly(Math.ceil(depth / 8), blockChannelsMost / 8);
  const rowBlocks = Math.ceil(rows / blockRows), depthBlocks = Math.ceil(depth / blockDepth), blocks = g.groups * rowBlocks * depthBlocks;
  const parts = Math.max(1, Math.min(Math.floor(tiles / partTilesLeast), Math.ceil(enoughUnits / Math.max(blocks, 1))));
  const chunkTiles = evenly(Math.ceil(tiles / parts), Math.min(chunkTilesMost, Math.floor(chunkBytesMost / (144 * (blockRows + blockDepth)))));
  return { depth, rows, blockRows, blockDepth, rowBlocks, depthBlocks, blocks, tiles, parts, chunkTiles };
}

/** → gradWeight. */
export function winogradConv2dGradWeight(gradOutput: number, input: number, gradWeight: number, workspace: number, g: Conv2dGeometry): Step[] {
  const { depth, rows, blockRows, blockDepth, blocks, parts, chunkTiles } = division(g);
  const rowTiles = Math.ceil(g.outWidth / 4), stripTiles = rowTiles > longRow ? chunkTiles : rowTiles;
  const inputAt = 288 + 32 + (16 * stripTiles + 32) * 73, gradAt = inputAt + 144 * blockDepth * (chunkTiles | 1);
  const productsAt = gradAt + 144 * blockRows * (chunkTiles | 1);
  const sums = parts > 1 ? workspace : gradWeight;
  const block = [
    gradOutput | 0, input | 0, gradWeight | 0, sums | 0, g.batch, g.groups, depth, rows, g.inHeight, g.inWidth, g.outHeight, g.outWidth, g.padTop, g.padLeft,
    parts, chunkTiles, blockRows, blockDepth, inputAt, gradAt, productsAt, stripTiles,
  ];
  // What is not finite is done again over 3 rows in a frame: assembly/winograd/redo-taps.ts.
  const frameBytes = 12 * (Math.min(g.outWidth, 1024) + 4), scratchBytes = Math.max(productsAt + 36 * (4 * blockRows * blockDepth + 128), inputAt + frameBytes);
  return [
    { kernel: "convolveWinogradGrad", block, units: parts * blocks, scratchBytes },
    ...(parts > 1 ? [{ kernel: "foldWinogradGrad", block, units: g.outChannels, scratchBytes: frameBytes } as const] : []),
  ];
}
