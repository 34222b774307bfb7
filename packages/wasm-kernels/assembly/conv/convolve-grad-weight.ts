/**
 * sums[part, g, k, r] = Σ_n Σ_cell gradOutput[n, g, r, cell] · patch[n, g, k, cell], k = (channel, tap row, tap column), over the cells of one part
 *
 * The window is the forward convolution's: source is the input, packed is gradOutput [batch, groups · rows, cells]. The cells are cut into slices,
 * `bandRows` rows of a grid, `bandColumns` columns of one row or the grids of `bandImages` images; parts take slices in turn, so that small weights occupy
 * many threads. For a slice gradOutput is packed in panels of 8 rows, the input framed, and every 4 (or 6) taps meet every panel.
 * Work: parts · groups · ⌈rows / 64⌉ · ⌈depth / blockChannels⌉. sums [parts, groups, ⌈rows / 8⌉, K, 8].
 * Scratch: walk [8], offsets [blockChannels · taps + 3 & ~3], panels [⌈rows / 8⌉ (8 at most), cells of a slice, 8], frame [bandImages, blockChannels, frameHeight, frameWidth].
 */
import { packFour } from "../gemm/pack-four";
import { tileHeight } from "../gemm/tile-height";
import { correlateTaps, Walk } from "./correlate-tile";
import { fillFrame, tapOffsets } from "./frame";
import { WindowBlock } from "./window-block";

@unmanaged
export class GradWeightBlock extends WindowBlock {
  sums: usize;
  parts: u32;
  bandRows: u32;
  bandColumns: u32;
  blockChannels: u32;
}

/** Rows that share a frame. */
@inline
const rowBlock: u32 = 64;

export function convolveGradWeight(block: GradWeightBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, groups = block.groups, taps = block.tapsHeight * block.tapsWidth, depth = block.depth * taps;
  const rowBlocks = (rows + rowBlock - 1) / rowBlock, channelBlocks = (block.depth + block.blockChannels - 1) / block.blockChannels;
  const columnBands = (block.gridWidth + block.bandColumns - 1) / block.bandColumns, bands = (block.gridHeight + block.bandRows - 1) / block.bandRows * columnBands;
  const slices = (block.batch + block.bandImages - 1) / block.bandImages * bands;
  const offsets = scratch + 32, panels = offsets + ((<usize>(block.blockChannels * taps + 3) & ~3) << 2);
  const ownFrame = panels + ((<usize>min(rowBlock, (rows + 7) & ~7) * block.bandImages * block.bandRows * block.bandColumns) << 2);
  const walk = changetype<Walk>(scratch);
  tapOffsets(block, min(block.blockChannels, block.depth), offsets);
  for (let unit = begin; unit < end; unit++) {
    const channel = unit % channelBlocks * block.blockChannels, row = unit / channelBlocks % rowBlocks * rowBlock;
    const group = unit / channelBlocks / rowBlocks % groups, part = unit / channelBlocks / rowBlocks / groups;
    const channels = min(block.blockChannels, block.depth - channel), lastRow = min(rows, row + rowBlock), count = channels * taps;
    const sums = block.sums + (((<usize>(part * groups + group) * ((rows + 7) >> 3) + (row >> 3)) * depth + channel * taps) << 5);
    const firstSlice = <u32>(<u64>part * slices / block.parts), lastSlice = <u32>(<u64>(part + 1) * slices / block.parts);
    for (let slice = firstSlice; slice < lastSlice; slice++) {
      const image = slice / bands * block.bandImages, gridRow = slice % bands / columnBands * block.bandRows, gridColumn = slice % columnBands * block.bandColumns;
      const cells = setWalk(block, walk, min(block.batch - image, block.bandImages), min(block.gridHeight - gridRow, block.bandRows), min(block.gridWidth - gridColumn, block.bandColumns));
      const images = walk.images, plane = <usize>image * groups + group;
      packRows(block, ((plane * rows + row) * block.gridHeight + gridRow) * block.gridWidth + gridColumn, images, cells, lastRow - row, panels);
      let frame = block.source + ((plane * block.depth + channel) * block.sourceHeight * block.sourceWidth << 2);
      if (block.isDirect) frame += <usize>(gridRow * block.stepHeight * block.frameWidth + gridColumn * block.stepWidth) << 2;
      else {
        const top = block.lowHeight + <i32>(gridRow * block.stepHeight), left = block.lowWidth + <i32>(gridColumn * block.stepWidth);
        fillFrame(block, frame, images, channels, top, left, ownFrame, slice > firstSlice && bands == 1);
        frame = ownFrame;
      }
      for (let r = row, panel = panels, to = sums; r < lastRow; r += 8, panel += (images * cells) << 5, to += <usize>depth << 5) {
        let height: u32 = 0;
        for (let tap: u32 = 0; tap < count; tap += height) {
          height = tileHeight(count - tap);
          correlateTaps(height, frame, offsets + (tap << 2), walk, panel, to + (tap << 5), slice > firstSlice);
        }
      }
    }
  }
}

/** The walk over so many columns of so many rows of so many images; the cells of an image. */
function setWalk(block: GradWeightBlock, walk: Walk, images: u32, rows: u32, columns: u32): u32 {
  const cells = rows * columns, rowBytes = (block.stepHeight * block.frameWidth) << 2, columnBytes = block.stepWidth << 2;
  // Rows that follow each other are one.
  const isOneRow = rowBytes == columns * columnBytes;
  walk.images = images;
  walk.rows = isOneRow ? 1 : rows;
  walk.columns = isOneRow ? cells : columns;
  walk.step = columnBytes;
  walk.rowSkip = rowBytes - walk.columns * columnBytes;
  walk.imageSkip = (block.frameImage << 2) - rows * rowBytes;
  if (isOneRow) {
    walk.rowSkip = 0;
    walk.imageSkip = (block.frameImage << 2) - cells * columnBytes;
  }
  return cells;
}

/** panels[r / 8, image, cell, r % 8] = gradOutput[image, row + r, cell]; the cells begin `first` cells on. */
function packRows(block: GradWeightBlock, first: usize, images: u32, cells: u32, rows: u32, panels: usize): void {
  const rowBytes = (<usize>block.gridHeight * block.gridWidth) << 2, imageBytes = block.groups * block.rows * rowBytes;
  for (let row: u32 = 0; row < rows; row += 8) {
    let from = block.packed + (first << 2) + row * rowBytes;
    const width = rows - row;
    for (let image: u32 = 0; image < images; image++, from += imageBytes, panels += cells << 5) {
      packFour(from, rowBytes, 4, width, cells, panels, 32);
      packFour(width > 4 ? from + 4 * rowBytes : from, rowBytes, 4, width > 4 ? width - 4 : width, cells, panels + 16, 32);
    }
  }
}
