/** 3×3 correlations of stride 1 by Winograd's F(4×4, 3×3): assembly/winograd. Their error is bounded by γ(depth + 24) times the transforms' magnitudes. */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { epilogueFields, type EpiloguePointers, type Step } from "./step.js";
import type { WindowOperands } from "./window-block.js";

/** What the kernels read and write; depth and rows per group, strides of the weight in elements. */
export interface WinogradOperands extends Omit<WindowOperands, "packed"> {
  readonly weight: number;
  readonly transformed: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly weightGroupStride: number;
  readonly weightRowStride: number;
  readonly weightDepthStride: number;
  readonly turned: 0 | 1;
}

/** The finite points of the transforms, assembly/winograd/points.ts: with them a conformance suite states the error's bound. */
export const winogradPoints: readonly number[] = [0, 5 / 8, -5 / 8, 3 / 2, -3 / 2];

/** Cells of a tile along each axis. */
const tileSize = 4;
/** Tiles of a unit of work: each transformed weight, read from far away, then counts for 64 operations. */
const blockTilesMost = 32;
/** Rows of a unit: 8 panels of 4. */
const chunkPanelsMost = 8;

/** Channels of a sum from which on transforming them pays. */
const leastDepth = 16;
const leastRows = 16;

/**
 * Whether `op` of a geometry goes this way: 3×3 taps, stride and dilation 1, sums over at least 16 channels of a group, and 1.25 times as fast as directly.
 *
 * A tile costs 36 products and saves 9 for each cell, tiles are computed 8 at a time, and the transform of the weight costs about as much as 8 of them; as 16
 * where it leaves the caches, as 28 where it is read across besides. The transforms of the tiles make 1.25 an estimate of 1.4.
 */
export function usesWinograd(g: Conv2dGeometry, op: "conv2d" | "conv2dGradInput" = "conv2d"): boolean {
  const isForward = op === "conv2d";
  const [depth, rows] = isForward ? [g.inChannels, g.outChannels] : [g.outChannels, g.inChannels], [height, width] = isForward ? [g.outHeight, g.outWidth] : [g.inHeight, g.inWidth];
  const weightTiles = (depth / g.groups) * (rows / g.groups) <= 2 ** 17 ? 8 : isForward ? 16 : 28;
  const tiles = g.batch * Math.ceil(height / tileSize) * Math.ceil(width / tileSize), cells = g.batch * height * width;
  return isTiled(g) && depth / g.groups >= leastDepth && rows / g.groups >= leastRows && 9 * cells >= 1.4 * 36 * (8 * Math.ceil(tiles / 8) + weightTiles);
}

/** Whether the kernels can compute a geometry: 3×3 taps, stride and dilation 1, rows of at least a vector. */
export function isTiled(g: Conv2dGeometry): boolean {
  return g.kernelHeight === 3 && g.kernelWidth === 3 && g.strideHeight === 1 && g.strideWidth === 1 && g.dilationHeight === 1 && g.dilationWidth === 1
    && Math.max(g.padTop, g.padLeft, g.padBottom, g.padRight) <= 2 && Math.min(g.inWidth, g.outWidth) >= 4;
}

/** Bytes at `workspace` for conv2d: the transformed weight. */
export function winogradConv2dWorkspace(g: Conv2dGeometry): number {
  return transformedBytes(g.groups, g.outChannels / g.groups, g.inChannels / g.groups);
}

/** As conv2d. */
export function winogradConv2d(input: number, weight: number, output: number, workspace: number, g: Conv2dGeometry, epilogue: EpiloguePointers): Step[] {
  const depth = g.inChannels / g.groups, rows = g.outChannels / g.groups;
  return winograd({
    source: input, weight, transformed: workspace, target: output, ...epilogueFields(epilogue), batch: g.batch, groups: g.groups, depth, rows,
    sourceHeight: g.inHeight, sourceWidth: g.inWidth, targetHeight: g.outHeight, targetWidth: g.outWidth, padTop: g.padTop, padLeft: g.padLeft,
    weightGroupStride: rows * depth * 9, weightRowStride: depth * 9, weightDepthStride: 9, turned: 0,
  });
}

export function winogradConv2dGradInputWorkspace(g: Conv2dGeometry): number {
  return transformedBytes(g.groups, g.inChannels / g.groups, g.outChannels / g.groups);
}

/** As conv2dGradInput: the same correlation over gradOutput, with the weight turned by 180°, its channels swapped, and padding 2 − p. */
export function winogradConv2dGradInput(gradOutput: number, weight: number, gradInput: number, workspace: number, g: Conv2dGeometry, epilogue: EpiloguePointers): Step[] {
  const depth = g.outChannels / g.groups, rows = g.inChannels / g.groups;
  return winograd({
    source: gradOutput, weight, transformed: workspace, target: gradInput, ...epilogueFields(epilogue), batch: g.batch, groups: g.groups, depth, rows,
    sourceHeight: g.outHeight, sourceWidth: g.outWidth, targetHeight: g.inHeight, targetWidth: g.inWidth, padTop: 2 - g.padTop, padLeft: 2 - g.padLeft,
    weightGroupStride: rows * depth * 9, weightRowStride: 9, weightDepthStride: rows * 9, turned: 1,
  });
}

/** Bytes of the transformed weight. */
export function transformedBytes(groups: number, rows: number, depth: number): number {
  return groups * 36 * 16 * (Math.ceil(rows / 4) * depth + 4);
}

/** The weight's transform into `transformed`, then the convolution. */
export function winograd(o: WinogradOperands): Step[] {
  const { batch, groups, depth, rows, targetHeight, targetWidth } = o;
  const tilesWidth = Math.ceil(targetWidth / tileSize), tiles = batch * Math.ceil(targetHeight / tileSize) * tilesWidth, panels = Math.ceil(rows / 4);
  const blocks = Math.max(1, Math.ceil(tiles / blockTilesMost)), blockTiles = 8 * Math.max(1, Math.ceil(tiles / blocks / 8)), chunkPanels = Math.min(panels, chunkPanelsMost);
  // Rows of tiles that a block can touch; beside their strips a strip's row of zeros.
  const stripRowBytes = 16 * Math.min(tilesWidth, blockTiles) + 32, strips = Math.ceil((blockTiles - 1) / tilesWidth) + 1;
  const stripsAt = 384 + 16 * blockTiles;
  const panelsAt = stripsAt + Math.max(192 * depth + 16, 16 + stripRowBytes * (1 + 6 * strips) + 16);
  const productsAt = panelsAt + 36 * 4 * (depth | 1) * blockTiles;
  const block = [
    o.source | 0, o.weight | 0, o.transformed | 0, o.target | 0, o.bias | 0, o.residual | 0, o.activation, batch, groups, depth, rows,
    o.sourceHeight, o.sourceWidth, targetHeight, targetWidth, o.padTop, o.padLeft, o.weightGroupStride, o.weightRowStride, o.weightDepthStride, o.turned,
    blockTiles, chunkPanels, stripsAt, panelsAt, productsAt,
  ];
  return [
    { kernel: "transformWeight", block, units: groups * panels, scratchBytes: 432 },
    {
      kernel: "convolveWinograd", block, units: groups * Math.ceil(tiles / blockTiles) * Math.ceil(panels / chunkPanels),
      scratchBytes: productsAt + 36 * 16 * chunkPanels * blockTiles,
    },
  ];
}
