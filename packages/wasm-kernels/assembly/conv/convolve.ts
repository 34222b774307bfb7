/**
 * target[n, g, r, cell] = activation(Σ_k packed[g, r, k] · patch[k, cell] + bias[g, r] + residual[…]), k = (channel, tap row, tap column)
 *
 * An implicit matrix product: blocks of 16 cells (64 where the sum is short), counted over the grids of all images of a band, are gathered into panels of
 * 8 and meet all rows of the weight. Few rows run along the lanes instead (`inLanes`): 4 cells at a time meet 8 of them, and nothing is gathered. packed is packLeft's.
 * Work: ⌈batch / bandImages⌉ · groups · ⌈bandImages · gridHeight · gridWidth / blockCells⌉ · ⌈rows / 48⌉, row blocks innermost.
 * Scratch: finish [4], corners [68], lanes [68], tile [6, 8], offsets [K + 3 & ~3], panels [blockCells / 8, depthBlock, 8] unless inLanes, frame [bandImages, depth, frameHeight, frameWidth].
 */
import { depthBlock } from "../gemm/depth-block";
import { Finish, finishBlock } from "../gemm/finish-block";
import { multiplyPanels } from "../gemm/multiply-panels";
import { rowBlock } from "../gemm/tile-height";
import { fillFrame, tapOffsets } from "./frame";
import { multiplyCells } from "./multiply-cells";
import { packPatches } from "./pack-patches";
import { WindowBlock } from "./window-block";

export function convolve(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, cells = block.gridHeight * block.gridWidth, groups = block.groups, bandImages = block.bandImages, blockCells = block.blockCells;
  const depth = block.depth * block.tapsHeight * block.tapsWidth, longest = depthBlock(depth);
  const rowBlocks = (rows + rowBlock - 1) / rowBlock, cellBlocks = (bandImages * cells + blockCells - 1) / blockCells;
  const corners = scratch + 16, lanes = scratch + 288, tile = scratch + 560, offsets = scratch + 752;
  const panels = offsets + ((<usize>(depth + 3) & ~3) << 2), ownFrame = panels + (block.inLanes ? 0 : (<usize>longest * blockCells) << 2);
  const targetPlane = (<usize>block.targetHeight * block.targetWidth) << 2;
  const sourceGroup = (<usize>block.depth * block.sourceHeight * block.sourceWidth) << 2;
  const packedGroup = (<usize>rows * depth) << 2;
  const finish = changetype<Finish>(scratch);
  finish.bias = 0;
  finish.residualShift = block.residual ? block.residual - block.target : 0;
  finish.activation = block.activation;
  tapOffsets(block, block.depth, offsets);
  let framedBand: u32 = -1, framedStart: u32 = 0, frame = ownFrame;
  for (let unit = begin; unit < end;) {
    // A run of row blocks over one block of cells.
    const first = unit % rowBlocks, cell = unit / rowBlocks % cellBlocks * blockCells, band = unit / rowBlocks / cellBlocks, group = band % groups;
    const count = min(end - unit, rowBlocks - first);
    unit += count;
    const image = band / groups * bandImages, images = min(block.batch - image, bandImages);
    if (cell >= images * cells) continue;
    const plane = image * groups + group, width = min(images * cells - cell, blockCells), start = cell - cell % block.bandCells;
    if (depth > 0 && (band != framedBand || start != framedStart)) {
      const source = block.source + plane * sourceGroup;
      if (block.isDirect) frame = source;
      else fillFrame(block, source, images, block.depth, block.lowHeight + <i32>(start / block.gridWidth * block.stepHeight), block.lowWidth, frame, framedBand != -1 && start == framedStart);
    }
    framedBand = band;
    framedStart = start;
    locateCells(block, cell, width, cells, frame, block.isDirect ? 0 : start / block.gridWidth, rows * groups * targetPlane, corners, lanes);
    const packed = block.packed + group * packedGroup, target = block.target + plane * rows * targetPlane;
    const firstRow = first * rowBlock, lastRow = min(rows, (first + count) * rowBlock), bias = block.bias ? block.bias + ((<usize>group * rows) << 2) : 0;
    if (block.inLanes) {
      for (let row = firstRow; row < lastRow; row += 8) {
        const panel = packed + row * <usize>(depth << 2), start = bias ? bias + (<usize>row << 2) : 0, to = target + row * targetPlane;
        for (let j: usize = 0; j < width; j += 4) multiplyCells(depth, corners + (j << 2), offsets, panel, start, to, targetPlane, lanes + (j << 2));
      }
    } else for (let k: u32 = 0; ;) {
      const length = min(longest, depth - k);
      for (let j: usize = 0; j < width; j += 8) packPatches(corners + (j << 2), offsets + (<usize>k << 2), length, panels + ((j * length) << 2));
      multiplyPanels(firstRow, lastRow, packed, <usize>depth << 2, k, panels, length, width, bias, target, targetPlane, lanes, tile);
      k += length;
      if (k == depth) break;
    }
    finishBlock(finish, lastRow - firstRow, width, target + firstRow * targetPlane, targetPlane, lanes);
  }
}

/** Addresses in the frame and byte offsets in the target of `width` cells from `first` on; the last is repeated to fill a panel of 8. */
function locateCells(block: WindowBlock, first: u32, width: u32, cells: u32, frame: usize, bandRow: u32, targetImage: usize, corners: usize, lanes: usize): void {
  const gridWidth = block.gridWidth, stepWidth = block.stepWidth << 2, targetStepWidth = block.targetStepWidth << 2;
  const stepHeight = (block.stepHeight * block.frameWidth) << 2, targetStepHeight = (block.targetStepHeight * block.targetWidth) << 2;
  const image = first / cells;
  let row = (first - image * cells) / gridWidth, column = first - image * cells - row * gridWidth;
  const corner = <u32>frame + image * (block.frameImage << 2) - bandRow * stepHeight;
  const lane = image * <u32>targetImage + ((block.targetStartHeight * block.targetWidth + block.targetStartWidth) << 2);
  let rowCorner = corner + row * stepHeight, rowLane = lane + row * targetStepHeight;
  const cornerSteps = i32x4.mul(i32x4.splat(stepWidth), i32x4(0, 1, 2, 3)), laneSteps = i32x4.mul(i32x4.splat(targetStepWidth), i32x4(0, 1, 2, 3));
  for (let j: u32 = 0; j < width;) {
    // The cells of a row, 4 at a time; what is too many is overwritten.
    const run = min(width - j, gridWidth - column), end = corners + ((<usize>j + run) << 2);
    let corner4 = i32x4.add(i32x4.splat(rowCorner + column * stepWidth), cornerSteps), lane4 = i32x4.add(i32x4.splat(rowLane + column * targetStepWidth), laneSteps);
    for (let at = corners + (<usize>j << 2); at < end; at += 16) {
      v128.store(at, corner4);
      v128.store(at + (lanes - corners), lane4);
      corner4 = i32x4.add(corner4, i32x4.splat(stepWidth << 2));
      lane4 = i32x4.add(lane4, i32x4.splat(targetStepWidth << 2));
    }
    j += run;
    column = 0;
    if (++row < block.gridHeight) {
      rowCorner += stepHeight;
      rowLane += targetStepHeight;
    } else {
      row = 0;
      rowCorner += (block.frameImage << 2) - (block.gridHeight - 1) * stepHeight;
      rowLane += <u32>targetImage - (block.gridHeight - 1) * targetStepHeight;
    }
  }
  const last = (<usize>width - 1) << 2;
  for (let at = last + 4; at < ((<usize>width + 7) & ~7) << 2; at += 4) {
    store<u32>(corners + at, load<u32>(corners + last));
    store<u32>(lanes + at, load<u32>(lanes + last));
  }
}
