/**
 * output[b, m, n] = activation(Σ_k left[b, m, k] · right[b, k, n] + bias[n] + residual[b, m, n])
 *
 * left is packed by packLeft (leftBatchStride 0 repeats one batch), right has any strides in elements, output is dense [batch, rows, columns].
 * Work: batch · ⌈columns / 16⌉ · ⌈rows / 48⌉, row blocks innermost. Scratch: finish [4], tile [6, 8], panels [2, depthBlock, 8].
 */
import { columnBlock, depthBlock } from "./depth-block";
import { Finish, finishBlock } from "./finish-block";
import { multiplyPanels } from "./multiply-panels";
import { packRight } from "./pack-right";
import { rowBlock } from "./tile-height";

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
  const rowBlocks = (rows + rowBlock - 1) / rowBlock, columnBlocks = (columns + columnBlock - 1) / columnBlock;
  const longest = depthBlock(depth), panels = scratch + 208;
  const columnStride = <isize>block.rightColumnStride << 2, depthStride = <isize>block.rightDepthStride << 2;
  const finish = changetype<Finish>(scratch);
  finish.residualShift = block.residual ? block.residual - block.output : 0;
  finish.activation = block.activation;
  for (let unit = begin; unit < end;) {
    // A run of row blocks over one block of columns.
    const first = unit % rowBlocks, column = unit / rowBlocks % columnBlocks * columnBlock, batch = unit / rowBlocks / columnBlocks;
    const count = min(end - unit, rowBlocks - first), width = min(columns - column, columnBlock);
    const left = block.left + ((<usize>batch * block.leftBatchStride) << 2);
    const right = block.right + ((<isize>batch * block.rightBatchStride) << 2) + <isize>column * columnStride;
    const output = block.output + (((<usize>batch * rows) * columns + column) << 2);
    finish.bias = block.bias ? block.bias + (<usize>column << 2) : 0;
    const firstRow = first * rowBlock, lastRow = min(rows, (first + count) * rowBlock);
    for (let k: u32 = 0; ;) {
      const length = min(longest, depth - k);
      packRight(right + <isize>k * depthStride, columnStride, depthStride, width, length, panels);
      multiplyPanels(firstRow, lastRow, left, <usize>depth << 2, k, panels, length, width, 0, output, <usize>columns << 2, 0, scratch + 16);
      k += length;
      if (k == depth) break;
    }
    finishBlock(finish, lastRow - firstRow, width, output + ((<usize>firstRow * columns) << 2), <usize>columns << 2, 0);
    unit += count;
  }
}
