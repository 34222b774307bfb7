/**
 * output[r, c] = finish((adds ? output[r, c] : 0) + Σ_k left[k, r] · right[k, c]) for 1 to 6 rows and 8 columns: the inner loop of every product.
 *
 * left [depth, height] and right [depth, 8] are packed; row r of the output lies at output + r · rowBytes. Sums run over k in order.
 */
import { activate4 } from "./epilogue";
import { multiplyAdd } from "./multiply-add";

/** What follows the last block of a sum: activation(sum + rowBias[r] + columnBias[c] + residual[r, c]). Null pointers are left out. */
@unmanaged
export class Finish {
  rowBias: usize;
  columnBias: usize;
  /** The residual is laid out as the output, so many bytes further on. */
  residualShift: usize;
  activation: u32;
}

/** `finish` may be null: a sum that goes on, or needs nothing. */
export function multiplyRows(height: u32, left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (height == 6) return multiplySix(left, right, depth, output, rowBytes, adds, finish);
    if (height == 5) return multiplyFive(left, right, depth, output, rowBytes, adds, finish);
  }
  if (height == 4) return multiplyFour(left, right, depth, output, rowBytes, adds, finish);
  if (height == 3) return multiplyThree(left, right, depth, output, rowBytes, adds, finish);
  if (height == 2) return multiplyTwo(left, right, depth, output, rowBytes, adds, finish);
  multiplyOne(left, right, depth, output, rowBytes, adds, finish);
}

/** 4 rows to a tile [4, 8]. */
@inline
export function multiplyTile(left: usize, right: usize, depth: u32, tile: usize): void {
  multiplyFour(left, right, depth, tile, 32, false, null);
}

function multiplySix(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  multiply(6, left, right, depth, output, rowBytes, adds, finish);
}

function multiplyFive(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  multiply(5, left, right, depth, output, rowBytes, adds, finish);
}

function multiplyFour(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  multiply(4, left, right, depth, output, rowBytes, adds, finish);
}

function multiplyThree(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  multiply(3, left, right, depth, output, rowBytes, adds, finish);
}

function multiplyTwo(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  multiply(2, left, right, depth, output, rowBytes, adds, finish);
}

function multiplyOne(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  multiply(1, left, right, depth, output, rowBytes, adds, finish);
}

@inline
function multiply(height: usize, left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool, finish: Finish | null): void {
  let sum00 = f32x4.splat(0), sum01 = sum00, sum10 = sum00, sum11 = sum00, sum20 = sum00, sum21 = sum00, sum30 = sum00, sum31 = sum00;
  let sum40 = sum00, sum41 = sum00, sum50 = sum00, sum51 = sum00;
  for (const end = left + (<usize>depth * height << 2); left < end; left += height << 2, right += 32) {
    const right0 = v128.load(right);
    const right1 = v128.load(right, 16);
    const left0 = v128.load32_splat(left);
    sum00 = multiplyAdd(left0, right0, sum00);
    sum01 = multiplyAdd(left0, right1, sum01);
    if (height > 1) {
      const left1 = v128.load32_splat(left, 4);
      sum10 = multiplyAdd(left1, right0, sum10);
      sum11 = multiplyAdd(left1, right1, sum11);
    }
    if (height > 2) {
      const left2 = v128.load32_splat(left, 8);
      sum20 = multiplyAdd(left2, right0, sum20);
      sum21 = multiplyAdd(left2, right1, sum21);
    }
    if (height > 3) {
      const left3 = v128.load32_splat(left, 12);
      sum30 = multiplyAdd(left3, right0, sum30);
      sum31 = multiplyAdd(left3, right1, sum31);
    }
    if (height > 4) {
      const left4 = v128.load32_splat(left, 16);
      sum40 = multiplyAdd(left4, right0, sum40);
      sum41 = multiplyAdd(left4, right1, sum41);
    }
    if (height > 5) {
      const left5 = v128.load32_splat(left, 20);
      sum50 = multiplyAdd(left5, right0, sum50);
      sum51 = multiplyAdd(left5, right1, sum51);
    }
  }
  storeRow(0, sum00, sum01, output, adds, finish);
  if (height > 1) storeRow(1, sum10, sum11, output + 1 * rowBytes, adds, finish);
  if (height > 2) storeRow(2, sum20, sum21, output + 2 * rowBytes, adds, finish);
  if (height > 3) storeRow(3, sum30, sum31, output + 3 * rowBytes, adds, finish);
  if (height > 4) storeRow(4, sum40, sum41, output + 4 * rowBytes, adds, finish);
  if (height > 5) storeRow(5, sum50, sum51, output + 5 * rowBytes, adds, finish);
}

@inline
function storeRow(row: usize, sum0: v128, sum1: v128, output: usize, adds: bool, finish: Finish | null): void {
  if (adds) {
    sum0 = f32x4.add(v128.load(output), sum0);
    sum1 = f32x4.add(v128.load(output, 16), sum1);
  }
  if (finish) {
    if (finish.rowBias) {
      const bias = v128.load32_splat(finish.rowBias + (row << 2));
      sum0 = f32x4.add(sum0, bias);
      sum1 = f32x4.add(sum1, bias);
    }
    if (finish.columnBias) {
      sum0 = f32x4.add(sum0, v128.load(finish.columnBias));
      sum1 = f32x4.add(sum1, v128.load(finish.columnBias, 16));
    }
    if (finish.residualShift) {
      sum0 = f32x4.add(sum0, v128.load(output + finish.residualShift));
      sum1 = f32x4.add(sum1, v128.load(output + finish.residualShift, 16));
    }
    sum0 = activate4(sum0, finish.activation);
    sum1 = activate4(sum1, finish.activation);
  }
  v128.store(output, sum0);
  v128.store(output, sum1, 16);
}
