/**
 * output[b, m, n] = activation(Σ_k left[b, m, k] · right[b, k, n] + bias[n] + residual[b, m, n]) for few rows, where k runs along the memory of both
 *
 * Nothing is packed: the right operand, read once, would take longer to pack than to multiply. Strides count elements; output is dense [batch, rows, columns].
 * Lane l sums k ≡ l mod 4 in order; then (0 + 2) + (1 + 3).
 * Work: batch · ⌈columns / 16⌉. Scratch: finish [4].
 */
import { columnBlock } from "./depth-block";
import { Finish, finishBlock } from "./finish-block";
import { MatmulBlock } from "./matmul";
import { multiplyAdd } from "./multiply-add";

@unmanaged
export class MatmulDotsBlock extends MatmulBlock {
  leftRowStride: i32;
}

export function matmulDots(block: MatmulDotsBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, columns = block.columns, columnBlocks = (columns + columnBlock - 1) / columnBlock, rowBytes = <usize>columns << 2;
  const columnStride = <isize>block.rightColumnStride << 2, leftRow = <isize>block.leftRowStride << 2;
  const finish = changetype<Finish>(scratch);
  finish.residualShift = block.residual ? block.residual - block.output : 0;
  finish.activation = block.activation;
  for (let unit = begin; unit < end; unit++) {
    const column = unit % columnBlocks * columnBlock, batch = unit / columnBlocks, width = min(columns - column, columnBlock);
    const left = block.left + ((<usize>batch * block.leftBatchStride) << 2);
    const right = block.right + ((<isize>batch * block.rightBatchStride) << 2) + <isize>column * columnStride;
    const output = block.output + (((<usize>batch * rows) * columns + column) << 2);
    for (let n: u32 = 0; n < width; n += 4) {
      // Columns that do not exist repeat the last.
      const right0 = right + <isize>n * columnStride, right1 = n + 1 < width ? right0 + columnStride : right0;
      const right2 = n + 2 < width ? right1 + columnStride : right1, right3 = n + 3 < width ? right2 + columnStride : right2;
      for (let m: u32 = 0; m < rows; m++) {
        const four = dots(left + <isize>m * leftRow, right0, right1, right2, right3, block.depth), at = output + m * rowBytes + (<usize>n << 2);
        v128.store_lane<u32>(at, four, 0);
        if (n + 1 < width) v128.store_lane<u32>(at + 4, four, 1);
        if (n + 2 < width) v128.store_lane<u32>(at + 8, four, 2);
        if (n + 3 < width) v128.store_lane<u32>(at + 12, four, 3);
      }
    }
    finish.bias = block.bias ? block.bias + (<usize>column << 2) : 0;
    finishBlock(finish, rows, width, output, rowBytes, 0);
  }
}

/** One left row by 4 right columns. */
function dots(left: usize, right0: usize, right1: usize, right2: usize, right3: usize, depth: u32): v128 {
  let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
  let k: usize = 0;
  for (const end = <usize>(depth & ~3) << 2; k < end; k += 16) {
    const four = v128.load(left + k);
    sum0 = multiplyAdd(four, v128.load(right0 + k), sum0);
    sum1 = multiplyAdd(four, v128.load(right1 + k), sum1);
    sum2 = multiplyAdd(four, v128.load(right2 + k), sum2);
    sum3 = multiplyAdd(four, v128.load(right3 + k), sum3);
  }
  for (const end = <usize>depth << 2; k < end; k += 4) {
    const one = v128.load32_zero(left + k);
    sum0 = multiplyAdd(one, v128.load32_zero(right0 + k), sum0);
    sum1 = multiplyAdd(one, v128.load32_zero(right1 + k), sum1);
    sum2 = multiplyAdd(one, v128.load32_zero(right2 + k), sum2);
    sum3 = multiplyAdd(one, v128.load32_zero(right3 + k), sum3);
  }
  const sums01 = f32x4.add(v128.shuffle<f32>(sum0, sum1, 0, 4, 1, 5), v128.shuffle<f32>(sum0, sum1, 2, 6, 3, 7));
  const sums23 = f32x4.add(v128.shuffle<f32>(sum2, sum3, 0, 4, 1, 5), v128.shuffle<f32>(sum2, sum3, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(sums01, sums23, 0, 1, 4, 5), v128.shuffle<f32>(sums01, sums23, 2, 3, 6, 7));
}
