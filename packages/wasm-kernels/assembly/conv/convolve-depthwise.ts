/**
 * target[n, c, cell] = activation(Σ_tap packed[c, tap] · source[n, c, …] + bias[c] + residual[…]): convolve with one channel and one row a group.
 *
 * Without a matrix product: up to 16 cells of a row at a time. The last cells of a row are done together with some of those before, which gives the same
 * values once more. packed is packLeft's.
 * Work: batch · groups (planes). Scratch: offsets [taps + 3 & ~3], frame [frameHeight, frameWidth].
 */
import { activate, activate4 } from "../gemm/epilogue";
import { multiplyAdd } from "../gemm/multiply-add";
import { cellsAt } from "./cells-at";
import { fillFrame, tapOffsets } from "./frame";
import { WindowBlock } from "./window-block";

export function convolveDepthwise(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  if (block.gridWidth < 4) narrowPlanes(block, begin, end, scratch);
  else if (block.stepWidth == 1) planes(1, block, begin, end, scratch);
  else if (block.stepWidth == 2) planes(2, block, begin, end, scratch);
  else planes(0, block, begin, end, scratch);
}

@inline
function planes(step: u32, block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = <usize>block.tapsHeight * block.tapsWidth, offsetsEnd = scratch + (taps << 2), ownFrame = scratch + (((taps + 3) & ~3) << 2);
  const width = block.gridWidth, height = block.gridHeight, stepBytes = step ? step << 2 : block.stepWidth << 2, vectorBytes = stepBytes << 2;
  const frameRow = (<usize>block.stepHeight * block.frameWidth) << 2, targetStep = <usize>block.targetStepWidth << 2;
  const targetRow = (<usize>block.targetStepHeight * block.targetWidth) << 2;
  const residualShift = block.residual ? block.residual - block.target : 0, activation = block.activation, hasBias = block.bias != 0;
  tapOffsets(block, 1, scratch);
  for (let plane = begin; plane < end; plane++) {
    const group = plane % block.groups, weight = block.packed + group * (taps << 2);
    const bias = hasBias ? v128.load32_splat(block.bias + (<usize>group << 2)) : f32x4.splat(0);
    let from = frameOf(block, plane, ownFrame, plane > begin), target = targetOf(block, plane);
    for (let row = height; row > 0; row--, from += frameRow, target += targetRow) {
      let j: u32 = 0;
      for (; j + 16 <= width; j += 16) {
        const corner = from + <usize>j * stepBytes, at = target + <usize>j * targetStep;
        let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (let offset = scratch, tap = weight; offset < offsetsEnd; offset += 4, tap += 4) {
          const scale = v128.load32_splat(tap), cell = corner + load<u32>(offset);
          sum0 = multiplyAdd(scale, cellsAt(step, cell, stepBytes), sum0);
          sum1 = multiplyAdd(scale, cellsAt(step, cell + vectorBytes, stepBytes), sum1);
          sum2 = multiplyAdd(scale, cellsAt(step, cell + 2 * vectorBytes, stepBytes), sum2);
          sum3 = multiplyAdd(scale, cellsAt(step, cell + 3 * vectorBytes, stepBytes), sum3);
        }
        storeCells(sum0, at, targetStep, hasBias, bias, residualShift, activation);
        storeCells(sum1, at + 4 * targetStep, targetStep, hasBias, bias, residualShift, activation);
        storeCells(sum2, at + 8 * targetStep, targetStep, hasBias, bias, residualShift, activation);
        storeCells(sum3, at + 12 * targetStep, targetStep, hasBias, bias, residualShift, activation);
      }
      for (; j < width; j += 8) {
        const left = min(j, width - 4), right = min(j + 4, width - 4);
        const from0 = from + left * stepBytes, from1 = from + right * stepBytes;
        let sum0 = f32x4.splat(0), sum1 = sum0;
        for (let offset = scratch, tap = weight; offset < offsetsEnd; offset += 4, tap += 4) {
          const scale = v128.load32_splat(tap), cell0 = from0 + load<u32>(offset), cell1 = from1 + load<u32>(offset);
          sum0 = multiplyAdd(scale, cellsAt(step, cell0, stepBytes), sum0);
          sum1 = multiplyAdd(scale, cellsAt(step, cell1, stepBytes), sum1);
        }
        storeCells(sum0, target + left * targetStep, targetStep, hasBias, bias, residualShift, activation);
        storeCells(sum1, target + right * targetStep, targetStep, hasBias, bias, residualShift, activation);
      }
    }
  }
}

/** Rows of 1 to 3 cells. */
function narrowPlanes(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = <usize>block.tapsHeight * block.tapsWidth, ownFrame = scratch + (((taps + 3) & ~3) << 2);
  tapOffsets(block, 1, scratch);
  for (let plane = begin; plane < end; plane++) {
    const group = plane % block.groups, weight = block.packed + group * (taps << 2);
    let from = frameOf(block, plane, ownFrame, plane > begin), target = targetOf(block, plane);
    for (let i: u32 = 0; i < block.gridHeight; i++) {
      for (let j: usize = 0; j < block.gridWidth; j++) {
        let sum: f32 = 0;
        for (let tap: usize = 0; tap < taps; tap++) sum += load<f32>(weight + (tap << 2)) * load<f32>(from + ((j * block.stepWidth) << 2) + load<u32>(scratch + (tap << 2)));
        const at = target + ((j * block.targetStepWidth) << 2);
        if (block.bias) sum += load<f32>(block.bias + (<usize>group << 2));
        if (block.residual) sum += load<f32>(at + (block.residual - block.target));
        store<f32>(at, activate(sum, block.activation));
      }
      from += (<usize>block.stepHeight * block.frameWidth) << 2;
      target += (<usize>block.targetStepHeight * block.targetWidth) << 2;
    }
  }
}

/** The plane's frame, filled. */
@inline
function frameOf(block: WindowBlock, plane: u32, ownFrame: usize, isFramed: bool): usize {
  const source = block.source + ((<usize>plane * block.sourceHeight * block.sourceWidth) << 2);
  if (block.isDirect) return source;
  fillFrame(block, source, 1, 1, block.lowHeight, ownFrame, isFramed);
  return ownFrame;
}

@inline
function targetOf(block: WindowBlock, plane: u32): usize {
  return block.target + (((<usize>plane * block.targetHeight + block.targetStartHeight) * block.targetWidth + block.targetStartWidth) << 2);
}

/** 4 cells, `step` bytes apart. */
@inline
function storeCells(sum: v128, at: usize, step: usize, hasBias: bool, bias: v128, residualShift: usize, activation: u32): void {
  let value = hasBias ? f32x4.add(sum, bias) : sum;
  if (residualShift) value = f32x4.add(value, step == 4 ? v128.load(at + residualShift) : cellsAt(0, at + residualShift, step));
  value = activate4(value, activation);
  if (step == 4) {
    v128.store(at, value);
    return;
  }
  v128.store_lane<u32>(at, value, 0);
  v128.store_lane<u32>(at + step, value, 1);
  v128.store_lane<u32>(at + 2 * step, value, 2);
  v128.store_lane<u32>(at + 3 * step, value, 3);
}
