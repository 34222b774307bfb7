/**
 * gradWeight[g, r, k] = Σ_n Σ_cell gradOutput[n, g, r, cell] · patch[n, g, k, cell], k = (channel, tap row, tap column)
 *
 * The block is the forward convolution's: source is the input, packed is gradOutput [batch, groups · rows, cells], target is gradWeight, dense.
 * Sums run over images, chunks of 512 cells and lanes in a fixed order, so each image is framed once and no im2col matrix exists.
 * Work: groups · ⌈rows / 16⌉ · ⌈K / 8⌉, panels of 8 taps innermost. Scratch: tile [2, 4], offsets [K + 3 & ~3], panel [8, 512], frame.
 */
import { dotTile } from "./dot-tile";
import { fillFrame, tapOffsets } from "./frame";
import { WindowBlock } from "./window-block";

@inline
const rowBlock: u32 = 16;
/** Cells of a chunk; a band of the frame is a multiple of it. */
@inline
const chunk: u32 = 512;

export function convolveGradWeight(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, depth = block.depth * block.tapsHeight * block.tapsWidth, cells = block.gridHeight * block.gridWidth;
  const rowBlocks = (rows + rowBlock - 1) / rowBlock, panels = (depth + 7) >> 3, units = rowBlocks * panels;
  const offsets = scratch + 32, panel = offsets + ((<usize>(depth + 3) & ~3) << 2), ownFrame = panel + 8 * (chunk << 2);
  tapOffsets(block, block.depth, offsets);
  for (let group = begin / max(units, 1); group * units < end; group++) {
    // Units [low, high) of this group.
    const low = max(begin, group * units) - group * units, high = min(end, (group + 1) * units) - group * units;
    const target = block.target + ((<usize>group * rows * depth) << 2);
    zeroTiles(target, rows, depth, panels, low, high);
    for (let n: u32 = 0; n < block.batch; n++) {
      const plane = <usize>n * block.groups + group;
      const source = block.source + ((plane * block.depth * block.sourceHeight * block.sourceWidth) << 2);
      const gradOutput = block.packed + ((plane * rows * cells) << 2);
      for (let cell: u32 = 0; cell < cells; cell += chunk) {
        const length = min(chunk, cells - cell);
        const bandRow = block.isDirect ? 0 : (cell - cell % block.bandCells) / block.gridWidth;
        if (!block.isDirect && cell % block.bandCells == 0) fillFrame(block, source, block.depth, block.lowHeight + <i32>(bandRow * block.stepHeight), ownFrame);
        const frame = block.isDirect ? source : ownFrame;
        for (let p: u32 = 0; p < panels; p++) {
          // Row blocks b of this panel with low ≤ b · panels + p < high.
          const firstRow = (low > p ? (low - p + panels - 1) / panels : 0) * rowBlock;
          const lastRow = min(rows, (high > p ? (high - p + panels - 1) / panels : 0) * rowBlock);
          if (firstRow >= lastRow) continue;
          const width = min(8, depth - (p << 3));
          for (let c: u32 = 0; c < 8; c++) {
            const offset = load<u32>(offsets + (<usize>((p << 3) + min(c, width - 1)) << 2));
            gatherCells(block, frame + offset, bandRow, cell, length, panel + <usize>c * (chunk << 2));
          }
          for (let row = firstRow; row < lastRow; row += 4) {
            const left0 = gradOutput + ((<usize>row * cells + cell) << 2);
            const left1 = left0 + (row + 1 < rows ? <usize>cells << 2 : 0), left2 = left1 + (row + 2 < rows ? <usize>cells << 2 : 0);
            const left3 = left2 + (row + 3 < rows ? <usize>cells << 2 : 0);
            for (let c: u32 = 0; c < width; c += 2) {
              const right = panel + <usize>c * (chunk << 2);
              dotTile(left0, left1, left2, left3, right, right + (chunk << 2), length, scratch);
              addTile(scratch, target + ((<usize>row * depth + (p << 3) + c) << 2), depth, min(4, rows - row), min(2, width - c));
            }
          }
        }
      }
    }
  }
}

/** cells[p] = frame[corner of cell first + p], then zeros up to a whole vector. */
function gatherCells(block: WindowBlock, frame: usize, bandRow: u32, first: u32, length: u32, to: usize): void {
  const gridWidth = block.gridWidth, step = <usize>block.stepWidth << 2;
  let row = first / gridWidth, column = first - row * gridWidth;
  const end = to + (<usize>length << 2);
  while (to < end) {
    const run = min(<usize>(gridWidth - column) << 2, end - to), runEnd = to + run;
    let from = frame + (((<usize>(row - bandRow) * block.stepHeight * block.frameWidth) << 2) + <usize>column * step);
    if (step == 4) for (; to + 16 <= runEnd; to += 16, from += 16) v128.store(to, v128.load(from));
    for (; to < runEnd; to += 4, from += step) store<f32>(to, load<f32>(from));
    row++;
    column = 0;
  }
  for (; to & 15; to += 4) store<f32>(to, 0);
}

function addTile(tile: usize, target: usize, depth: u32, rows: u32, columns: u32): void {
  for (let r: usize = 0; r < rows; r++, target += <usize>depth << 2) {
    for (let c: usize = 0; c < columns; c++) store<f32>(target + (c << 2), load<f32>(target + (c << 2)) + load<f32>(tile + (c << 4) + (r << 2)));
  }
}

function zeroTiles(target: usize, rows: u32, depth: u32, panels: u32, low: u32, high: u32): void {
  for (let unit = low; unit < high; unit++) {
    const row = unit / panels * rowBlock, column = (unit % panels) << 3;
    for (let r = row; r < min(rows, row + rowBlock); r++)
      for (let c = column; c < min(depth, column + 8); c++) store<f32>(target + ((<usize>r * depth + c) << 2), 0);
  }
}
