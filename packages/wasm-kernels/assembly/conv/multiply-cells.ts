/**
 * target[r, cell] = bias[r] + Σ_k weight[k, r] · *(corners[cell] + offsets[k]) for 4 cells and 8 rows, which run along the lanes: no patch is packed.
 *
 * weight [depth, 8] is packed; corners are addresses, offsets and lanes count bytes. Row r of the target begins at target + r · rowBytes; cell i lies at lanes[i] of it.
 * The sum begins with the bias (null: with 0) and runs over k in order, as multiplyRows' does.
 */
import { multiplyAdd } from "../gemm/multiply-add";

export function multiplyCells(depth: u32, corners: usize, offsets: usize, weight: usize, bias: usize, target: usize, rowBytes: usize, lanes: usize): void {
  if (isRunOfFour(corners)) multiplyRun(depth, corners, offsets, weight, bias, target, rowBytes, lanes);
  else multiplyAny(depth, corners, offsets, weight, bias, target, rowBytes, lanes);
}

function multiplyRun(depth: u32, corners: usize, offsets: usize, weight: usize, bias: usize, target: usize, rowBytes: usize, lanes: usize): void {
  multiply(true, depth, corners, offsets, weight, bias, target, rowBytes, lanes);
}

function multiplyAny(depth: u32, corners: usize, offsets: usize, weight: usize, bias: usize, target: usize, rowBytes: usize, lanes: usize): void {
  multiply(false, depth, corners, offsets, weight, bias, target, rowBytes, lanes);
}

@inline
function isRunOfFour(offsets: usize): bool {
  return i32x4.all_true(i32x4.eq(i32x4.sub(v128.load(offsets), v128.load32_splat(offsets)), i32x4(0, 4, 8, 12)));
}

@inline
function multiply(isRun: bool, depth: u32, corners: usize, offsets: usize, weight: usize, bias: usize, target: usize, rowBytes: usize, lanes: usize): void {
  const corner0 = <usize>load<u32>(corners), corner1 = <usize>load<u32>(corners, 4), corner2 = <usize>load<u32>(corners, 8), corner3 = <usize>load<u32>(corners, 12);
  let sum00 = bias ? v128.load(bias) : f32x4.splat(0), sum01 = bias ? v128.load(bias, 16) : f32x4.splat(0), sum10 = sum00, sum11 = sum01, sum20 = sum00, sum21 = sum01, sum30 = sum00, sum31 = sum01;
  for (const end = weight + (<usize>depth << 5); weight < end; weight += 32, offsets += 4) {
    const offset = load<u32>(offsets), weight0 = v128.load(weight), weight1 = v128.load(weight, 16), at = corner0 + offset;
    const cell0 = v128.load32_splat(at);
    sum00 = multiplyAdd(cell0, weight0, sum00);
    sum01 = multiplyAdd(cell0, weight1, sum01);
    const cell1 = isRun ? v128.load32_splat(at, 4) : v128.load32_splat(corner1 + offset);
    sum10 = multiplyAdd(cell1, weight0, sum10);
    sum11 = multiplyAdd(cell1, weight1, sum11);
    const cell2 = isRun ? v128.load32_splat(at, 8) : v128.load32_splat(corner2 + offset);
    sum20 = multiplyAdd(cell2, weight0, sum20);
    sum21 = multiplyAdd(cell2, weight1, sum21);
    const cell3 = isRun ? v128.load32_splat(at, 12) : v128.load32_splat(corner3 + offset);
    sum30 = multiplyAdd(cell3, weight0, sum30);
    sum31 = multiplyAdd(cell3, weight1, sum31);
  }
  if (isRunOfFour(lanes)) {
    target += load<u32>(lanes);
    storeFour(true, sum00, sum10, sum20, sum30, target, rowBytes, lanes);
    storeFour(true, sum01, sum11, sum21, sum31, target + 4 * rowBytes, rowBytes, lanes);
  } else {
    storeFour(false, sum00, sum10, sum20, sum30, target, rowBytes, lanes);
    storeFour(false, sum01, sum11, sum21, sum31, target + 4 * rowBytes, rowBytes, lanes);
  }
}

/** Four rows of four cells from vectors along the rows. */
@inline
function storeFour(isRun: bool, cell0: v128, cell1: v128, cell2: v128, cell3: v128, target: usize, rowBytes: usize, lanes: usize): void {
  const low01 = v128.shuffle<f32>(cell0, cell1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(cell0, cell1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(cell2, cell3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(cell2, cell3, 2, 6, 3, 7);
  storeRow(isRun, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), target, lanes);
  storeRow(isRun, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), target + rowBytes, lanes);
  storeRow(isRun, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), target + 2 * rowBytes, lanes);
  storeRow(isRun, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), target + 3 * rowBytes, lanes);
}

@inline
function storeRow(isRun: bool, row: v128, target: usize, lanes: usize): void {
  if (isRun) v128.store(target, row);
  else {
    v128.store_lane<u32>(target + load<u32>(lanes), row, 0);
    v128.store_lane<u32>(target + load<u32>(lanes, 4), row, 1);
    v128.store_lane<u32>(target + load<u32>(lanes, 8), row, 2);
    v128.store_lane<u32>(target + load<u32>(lanes, 12), row, 3);
  }
}
