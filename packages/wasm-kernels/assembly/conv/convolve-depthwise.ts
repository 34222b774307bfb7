/**
 * target[n, c, cell] = activation(Σ_tap packed[c, tap] · source[n, c, …] + bias[c] + residual[…]): convolve with one channel and one row a group.
 *
 * Without a matrix product: the phases of a channel are one long row, of which 16 cells at a time meet every tap, those between the rows of the grid
 * too; then the rows are picked out. packed is packLeft's, the block is framed.
 * Work: batch · groups (planes). Scratch: offsets [taps + 3 & ~3], sums [(gridHeight − 1) · phaseWidth + gridWidth + 15 & ~15], phases with 16 floats behind.
 */
import { activate, activate4 } from "../gemm/epilogue";
import { multiplyAdd } from "../gemm/multiply-add";
import { copyRow } from "./copy-row";
import { fillPhases, phaseOffsets, phaseWidth } from "./phase-frame";
import { WindowBlock } from "./window-block";

export function convolveDepthwise(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = <usize>block.tapsHeight * block.tapsWidth, pitch = <usize>phaseWidth(block) << 2;
  const sums = scratch + (((taps + 3) & ~3) << 2), sumBytes = ((block.gridHeight - 1) * pitch + (block.gridWidth << 2) + 63) & ~63, phases = sums + sumBytes;
  const hasBias = block.bias != 0, activation = block.residual ? 0 : block.activation;
  phaseOffsets(block, scratch);
  for (let plane = begin; plane < end; plane++) {
    const group = plane % block.groups, weight = block.packed + group * (taps << 2);
    const bias = hasBias ? v128.load32_splat(block.bias + (<usize>group << 2)) : f32x4.splat(0);
    fillPhases(block, block.source + ((<usize>plane * block.sourceHeight * block.sourceWidth) << 2), phases, plane > begin, 64);
    for (let at: usize = 0; at < sumBytes; at += 64) sumTaps(phases + at, scratch, scratch + (taps << 2), weight, hasBias, bias, activation, sums + at);
    storeRows(block, plane, sums, pitch);
  }
}

/** activation(Σ_tap + bias) of 16 cells. */
@inline
function sumTaps(corner: usize, offsets: usize, offsetsEnd: usize, weight: usize, hasBias: bool, bias: v128, activation: u32, sums: usize): void {
  let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
  for (; offsets < offsetsEnd; offsets += 4, weight += 4) {
    const scale = v128.load32_splat(weight), cell = corner + load<u32>(offsets);
    sum0 = multiplyAdd(scale, v128.load(cell), sum0);
    sum1 = multiplyAdd(scale, v128.load(cell, 16), sum1);
    sum2 = multiplyAdd(scale, v128.load(cell, 32), sum2);
    sum3 = multiplyAdd(scale, v128.load(cell, 48), sum3);
  }
  v128.store(sums, activate4(hasBias ? f32x4.add(sum0, bias) : sum0, activation));
  v128.store(sums, activate4(hasBias ? f32x4.add(sum1, bias) : sum1, activation), 16);
  v128.store(sums, activate4(hasBias ? f32x4.add(sum2, bias) : sum2, activation), 32);
  v128.store(sums, activate4(hasBias ? f32x4.add(sum3, bias) : sum3, activation), 48);
}

/** The rows of the grid, `pitch` bytes apart, to the target. */
function storeRows(block: WindowBlock, plane: u32, sums: usize, pitch: usize): void {
  const rowBytes = <usize>block.gridWidth << 2, step = <usize>block.targetStepWidth << 2, targetRow = (<usize>block.targetStepHeight * block.targetWidth) << 2;
  let target = block.target + (((<usize>plane * block.targetHeight + block.targetStartHeight) * block.targetWidth + block.targetStartWidth) << 2);
  for (let row = block.gridHeight; row > 0; row--, sums += pitch, target += targetRow) {
    if (block.residual) addRow(block, target, sums, rowBytes, step);
    else if (step == 4) copyRow(target, sums, rowBytes);
    else spreadRow(target, sums, rowBytes, step);
  }
}

@inline
function spreadRow(target: usize, from: usize, bytes: usize, step: usize): void {
  const end = from + bytes;
  for (; from + 16 <= end; from += 16, target += 4 * step) {
    const four = v128.load(from);
    v128.store_lane<u32>(target, four, 0);
    v128.store_lane<u32>(target + step, four, 1);
    v128.store_lane<u32>(target + 2 * step, four, 2);
    v128.store_lane<u32>(target + 3 * step, four, 3);
  }
  for (; from < end; from += 4, target += step) store<u32>(target, load<u32>(from));
}

/** activation(sum + residual) */
function addRow(block: WindowBlock, target: usize, from: usize, bytes: usize, step: usize): void {
  const residualShift = block.residual - block.target, activation = block.activation;
  for (const end = from + bytes; from < end; from += 4, target += step) store<f32>(target, activate(load<f32>(from) + load<f32>(target + residualShift), activation));
}
