/**
 * output[r, c] = (adds ? output[r, c] : 0) + bias[r] + Σ_k left[k, r] · right[k, c] for 1 to 6 rows and 8 columns: the inner loop of every product.
 *
 * left [depth, height] and right [depth, 8] are packed; row r of the output lies at output + r · rowBytes. A sum begins with
 * the bias (null: with 0) and runs over k in order.
 */
import { multiplyAdd } from "./multiply-add";

export function multiplyRows(height: u32, left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (height == 6) return multiplySix(left, right, depth, bias, output, rowBytes, adds);
    if (height == 5) return multiplyFive(left, right, depth, bias, output, rowBytes, adds);
  }
  if (height == 4) return multiplyFour(left, right, depth, bias, output, rowBytes, adds);
  if (height == 3) return multiplyThree(left, right, depth, bias, output, rowBytes, adds);
  if (height == 2) return multiplyTwo(left, right, depth, bias, output, rowBytes, adds);
  multiplyOne(left, right, depth, bias, output, rowBytes, adds);
}

/** 4 rows to a tile [4, 8], or added to what is there. */
@inline
export function multiplyTile(left: usize, right: usize, depth: u32, tile: usize, adds: bool): void {
  multiplyFour(left, right, depth, 0, tile, 32, adds);
}

function multiplySix(left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  multiply(6, left, right, depth, bias, output, rowBytes, adds);
}

function multiplyFive(left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  multiply(5, left, right, depth, bias, output, rowBytes, adds);
}

function multiplyFour(left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  multiply(4, left, right, depth, bias, output, rowBytes, adds);
}

function multiplyThree(left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  multiply(3, left, right, depth, bias, output, rowBytes, adds);
}

function multiplyTwo(left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  multiply(2, left, right, depth, bias, output, rowBytes, adds);
}

function multiplyOne(left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  multiply(1, left, right, depth, bias, output, rowBytes, adds);
}

@inline
function multiply(height: usize, left: usize, right: usize, depth: u32, bias: usize, output: usize, rowBytes: usize, adds: bool): void {
  let sum00 = biasOf(0, height, bias), sum10 = biasOf(1, height, bias), sum20 = biasOf(2, height, bias);
  let sum30 = biasOf(3, height, bias), sum40 = biasOf(4, height, bias), sum50 = biasOf(5, height, bias);
  let sum01 = sum00, sum11 = sum10, sum21 = sum20, sum31 = sum30, sum41 = sum40, sum51 = sum50;
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
  storeRow(sum00, sum01, output, adds);
  if (height > 1) storeRow(sum10, sum11, output + 1 * rowBytes, adds);
  if (height > 2) storeRow(sum20, sum21, output + 2 * rowBytes, adds);
  if (height > 3) storeRow(sum30, sum31, output + 3 * rowBytes, adds);
  if (height > 4) storeRow(sum40, sum41, output + 4 * rowBytes, adds);
  if (height > 5) storeRow(sum50, sum51, output + 5 * rowBytes, adds);
}

@inline
function biasOf(row: usize, height: usize, bias: usize): v128 {
  return bias && row < height ? v128.load32_splat(bias + (row << 2)) : f32x4.splat(0);
}

@inline
function storeRow(sum0: v128, sum1: v128, output: usize, adds: bool): void {
  v128.store(output, adds ? f32x4.add(v128.load(output), sum0) : sum0);
  v128.store(output, adds ? f32x4.add(v128.load(output, 16), sum1) : sum1, 16);
}
