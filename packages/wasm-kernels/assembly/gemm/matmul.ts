/**
 * output[b, m, n] = activation(Σ_k left[b, m, k] · right[b, k, n] + bias[n] + residual[b, m, n])
 *
 * left is packed by packLeft (leftBatchStride 0 repeats one batch), right has any strides in elements, output is dense [batch, rows, columns].
 * Work: batch · ⌈columns / 8⌉ · ⌈rows / 32⌉, row blocks innermost. Scratch: tile [4, 8], panel [depthBlock, 8].
 */
import { depthBlock, rowBlock } from "./depth-block";
import { multiplyTile } from "./multiply-tile";
import { packFour } from "./pack-four";
import { storeTile } from "./store-tile";

@unmanaged
export class MatmulBlock {
  left: usize;
  right: usize;
  output: usize;
  bias: usize;
  residual: usize;
  activation: u32;
  rows: u32;
  columns: u32;
  depth: u32;
  leftBatchStride: u32;
  rightBatchStride: i32;
  rightDepthStride: i32;
  rightColumnStride: i32;
}

export function matmul(block: MatmulBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, columns = block.columns, depth = block.depth;
  const rowBlocks = (rows + rowBlock - 1) / rowBlock, panels = (columns + 7) >> 3;
  const longest = depthBlock(depth);
  const rowBytes = <usize>columns << 2, panelBytes = <usize>depth << 4;
  const panel = scratch + 128;
  for (let unit = begin; unit < end;) {
    // A run of row blocks over one panel of 8 columns.
    const first = unit % rowBlocks, column = ((unit / rowBlocks) % panels) << 3, batch = unit / rowBlocks / panels;
    const count = min(end - unit, rowBlocks - first);
    const firstRow = first * rowBlock, lastRow = min(rows, firstRow + count * rowBlock), width = min(columns - column, 8);
    const left = block.left + ((<usize>batch * block.leftBatchStride) << 2);
    const right = block.right + ((<isize>batch * block.rightBatchStride + <isize>column * block.rightColumnStride) << 2);
    const output = block.output + (((<usize>batch * rows) * columns + column) << 2);
    const bias = block.bias ? block.bias + (<usize>column << 2) : 0;
    for (let k: u32 = 0; ;) {
      const length = min(longest, depth - k), isLast = k + length == depth;
      const from = right + ((<isize>k * block.rightDepthStride) << 2);
      packFour(from, block.rightColumnStride << 2, block.rightDepthStride << 2, width, length, panel, 32);
      packFour(from + (block.rightColumnStride << 4), block.rightColumnStride << 2, block.rightDepthStride << 2, width < 4 ? 0 : width - 4, length, panel + 16, 32);
      for (let row = firstRow; row < lastRow; row += 4) {
        multiplyTile(left + <usize>(row >> 2) * panelBytes + (<usize>k << 4), panel, length, scratch);
        storeTile(
          scratch, min(4, lastRow - row), width, output + <usize>row * rowBytes, rowBytes, 0, k > 0,
          0, isLast ? bias : 0, isLast && block.residual ? block.residual - block.output : 0, isLast ? block.activation : 0,
        );
      }
      k += length;
      if (isLast) break;
    }
    unit += count;
  }
}
