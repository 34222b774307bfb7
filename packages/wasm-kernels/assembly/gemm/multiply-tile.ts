/**
 * output[r, c] = (adds ? output[r, c] : 0) + Σ_k left[k, r] · right[k, c] for 1 to 6 rows and 8 columns: the inner loop of every product.
 *
 * left [depth, height] and right [depth, 8] are packed; row r of the output lies at output + r · rowBytes. Sums run over k in order.
 */
import { multiplyAdd } from "./multiply-add";

export function multiplyRows(height: u32, left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (height == 6) return multiplySix(left, right, depth, output, rowBytes, adds);
    if (height == 5) return multiplyFive(left, right, depth, output, rowBytes, adds);
  }
  if (height == 4) return multiplyFour(left, right, depth, output, rowBytes, adds);
  if (height == 3) return multiplyThree(left, right, depth, output, rowBytes, adds);
  if (height == 2) return multiplyTwo(left, right, depth, output, rowBytes, adds);
  multiplyOne(left, right, depth, output, rowBytes, adds);
}

/** 4 rows to a tile [4, 8]. */
@inline
export function multiplyTile(left: usize, right: usize, depth: u32, tile: usize): void {
  multiplyFour(left, right, depth, tile, 32, false);
}

function multiplySix(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  multiply(6, left, right, depth, output, rowBytes, adds);
}

function multiplyFive(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  multiply(5, left, right, depth, output, rowBytes, adds);
}

function multiplyFour(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  multiply(4, left, right, depth, output, rowBytes, adds);
}

function multiplyThree(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  multiply(3, left, right, depth, output, rowBytes, adds);
}

function multiplyTwo(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  multiply(2, left, right, depth, output, rowBytes, adds);
}

function multiplyOne(left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
  multiply(1, left, right, depth, output, rowBytes, adds);
}

@inline
function multiply(height: usize, left: usize, right: usize, depth: u32, output: usize, rowBytes: usize, adds: bool): void {
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
  storeRow(sum00, sum01, output, adds);
  if (height > 1) storeRow(sum10, sum11, output + 1 * rowBytes, adds);
  if (height > 2) storeRow(sum20, sum21, output + 2 * rowBytes, adds);
  if (height > 3) storeRow(sum30, sum31, output + 3 * rowBytes, adds);
  if (height > 4) storeRow(sum40, sum41, output + 4 * rowBytes, adds);
  if (height > 5) storeRow(sum50, sum51, output + 5 * rowBytes, adds);
}

@inline
function storeRow(sum0: v128, sum1: v128, output: usize, adds: bool): void {
  v128.store(output, adds ? f32x4.add(v128.load(output), sum0) : sum0);
  v128.store(output, adds ? f32x4.add(v128.load(output, 16), sum1) : sum1, 16);
}
