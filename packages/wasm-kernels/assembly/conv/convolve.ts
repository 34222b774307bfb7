/**
 * target[n, g, r, cell] = activation(Σ_k packed[g, r, k] · patch[k, cell] + bias[g, r] + residual[…]), k = (channel, tap row, tap column)
 *
 * An implicit matrix product: panels of 8 cells of the grid are gathered into scratch and meet all rows of the weight. packed is packLeft's.
 * Work: batch · groups · panels · ⌈rows / 32⌉, row blocks innermost, panels = ⌈gridHeight · gridWidth / 8⌉.
 * Scratch: tile [4, 8], corners [8], lanes [8], offsets [K + 3 & ~3], panel [depthBlock, 8], frame [depth, frameHeight, frameWidth].
 */
import { depthBlock, rowBlock } from "../gemm/depth-block";
import { multiplyTile } from "../gemm/multiply-tile";
import { storeTile } from "../gemm/store-tile";
import { fillFrame, tapOffsets } from "./frame";
import { packPatches } from "./pack-patches";
import { WindowBlock } from "./window-block";

export function convolve(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, cells = block.gridHeight * block.gridWidth, gridWidth = block.gridWidth;
  const depth = block.depth * block.tapsHeight * block.tapsWidth, longest = depthBlock(depth);
  const rowBlocks = (rows + rowBlock - 1) / rowBlock, panels = (cells + 7) >> 3, planes = block.batch * block.groups;
  const corners = scratch + 128, lanes = scratch + 160, offsets = scratch + 192;
  const panel = offsets + ((<usize>(depth + 3) & ~3) << 2);
  const ownFrame = panel + (<usize>longest << 5);
  const isDense = block.targetStepWidth == 1 && block.targetStepHeight == 1 && gridWidth == block.targetWidth;
  const targetPlane = (<usize>block.targetHeight * block.targetWidth) << 2;
  const sourceGroup = (<usize>block.depth * block.sourceHeight * block.sourceWidth) << 2;
  const packedGroup = (<usize>((rows + 3) & ~3) * depth) << 2;
  const residualShift = block.residual ? block.residual - block.target : 0;
  tapOffsets(block, block.depth, offsets);
  let bandPlane: u32 = planes, bandStart: u32 = 0, frame = ownFrame;
  for (let unit = begin; unit < end;) {
    // A run of row blocks over one panel of 8 cells.
    const first = unit % rowBlocks, cell = ((unit / rowBlocks) % panels) << 3, plane = unit / rowBlocks / panels, group = plane % block.groups;
    const count = min(end - unit, rowBlocks - first);
    const firstRow = first * rowBlock, lastRow = min(rows, firstRow + count * rowBlock), width = min(cells - cell, 8);
    const start = cell - cell % block.bandCells;
    if (depth > 0 && (plane != bandPlane || start != bandStart)) {
      const source = block.source + <usize>plane * sourceGroup;
      if (block.isDirect) frame = source;
      else fillFrame(block, source, block.depth, block.lowHeight + <i32>(start / gridWidth * block.stepHeight), frame);
    }
    bandPlane = plane;
    bandStart = start;
    const bandRow = block.isDirect ? 0 : start / gridWidth;
    // The last cell is repeated to fill the panel.
    for (let j: u32 = 0, i = cell / gridWidth, column = cell - i * gridWidth; j < 8; j++) {
      store<u32>(corners + (<usize>j << 2), ((i - bandRow) * block.stepHeight * block.frameWidth + column * block.stepWidth) << 2);
      store<u32>(lanes + (<usize>j << 2), ((block.targetStartHeight + i * block.targetStepHeight) * block.targetWidth + block.targetStartWidth + column * block.targetStepWidth) << 2);
      if (j + 1 < width && ++column == gridWidth) {
        column = 0;
        i++;
      }
    }
    const packed = block.packed + <usize>group * packedGroup;
    const target = block.target + <usize>plane * rows * targetPlane + (isDense ? load<u32>(lanes) : 0);
    const bias = block.bias ? block.bias + ((<usize>group * rows) << 2) : 0;
    for (let k: u32 = 0; ;) {
      const length = min(longest, depth - k), isLast = k + length == depth;
      packPatches(frame, corners, offsets + (<usize>k << 2), length, panel);
      for (let row = firstRow; row < lastRow; row += 4) {
        multiplyTile(packed + <usize>(row >> 2) * (<usize>depth << 4) + (<usize>k << 4), panel, length, scratch);
        storeTile(
          scratch, min(4, lastRow - row), width, target + <usize>row * targetPlane, targetPlane, isDense ? 0 : lanes, k > 0,
          isLast && bias ? bias + (<usize>row << 2) : 0, 0, isLast ? residualShift : 0, isLast ? block.activation : 0,
        );
      }
      k += length;
      if (isLast) break;
    }
    unit += count;
  }
}
