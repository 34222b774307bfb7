/**
 * target[n, c, cell] = activation(Σ_tap packed[c, tap] · source[n, c, …] + bias[c] + residual[…]): convolve with one channel and one row a group.
 *
 * Without a matrix product: 4 cells of a row at a time. packed is packLeft's.
 * Work: batch · groups (planes). Scratch: offsets [taps + 3 & ~3], frame [frameHeight, frameWidth].
 */
import { activate4 } from "../gemm/epilogue";
import { fillFrame, tapOffsets } from "./frame";
import { WindowBlock } from "./window-block";

export function convolveDepthwise(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = block.tapsHeight * block.tapsWidth, gridWidth = block.gridWidth, step = <usize>block.stepWidth << 2;
  const frameRow = (<usize>block.stepHeight * block.frameWidth) << 2, targetStep = <usize>block.targetStepWidth << 2;
  const offsetsEnd = scratch + (<usize>taps << 2), ownFrame = scratch + ((<usize>(taps + 3) & ~3) << 2);
  const residualShift = block.residual ? block.residual - block.target : 0;
  tapOffsets(block, 1, scratch);
  for (let plane = begin; plane < end; plane++) {
    const group = plane % block.groups;
    const source = block.source + ((<usize>plane * block.sourceHeight * block.sourceWidth) << 2);
    const frame = block.isDirect ? source : ownFrame;
    if (!block.isDirect) fillFrame(block, source, 1, 1, block.lowHeight, frame);
    const weight = block.packed + ((<usize>group * taps) << 2);
    const bias = f32x4.splat(block.bias ? load<f32>(block.bias + (<usize>group << 2)) : 0);
    for (let i: u32 = 0; i < block.gridHeight; i++) {
      const target = block.target + (((<usize>plane * block.targetHeight + block.targetStartHeight + i * block.targetStepHeight) * block.targetWidth + block.targetStartWidth) << 2);
      const from = frame + <usize>i * frameRow;
      for (let j: u32 = 0; j < gridWidth; j += 4) {
        const width = min(4, gridWidth - j), at = target + <usize>j * targetStep;
        const sum = width == 4 && step == 4
          ? sumOfFour(from + (<usize>j << 2), scratch, offsetsEnd, weight)
          : sumOfLanes(from + <usize>j * step, step, width, scratch, offsetsEnd, weight);
        const value = block.bias ? f32x4.add(sum, bias) : sum;
        if (width == 4 && targetStep == 4) {
          v128.store(at, activate4(residualShift ? f32x4.add(value, v128.load(at + residualShift)) : value, block.activation));
        } else storeLanes(value, at, targetStep, width, residualShift, block.activation);
      }
    }
  }
}

@inline
function sumOfFour(corner: usize, offset: usize, offsetsEnd: usize, weight: usize): v128 {
  let sum = f32x4.splat(0);
  for (; offset < offsetsEnd; offset += 4, weight += 4) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(corner + load<u32>(offset))));
  }
  return sum;
}

/** As sumOfFour for any step; lanes from `width` on repeat the last. */
function sumOfLanes(corner: usize, step: usize, width: u32, offset: usize, offsetsEnd: usize, weight: usize): v128 {
  const corner1 = corner + (width > 1 ? step : 0), corner2 = corner1 + (width > 2 ? step : 0), corner3 = corner2 + (width > 3 ? step : 0);
  let sum = f32x4.splat(0);
  for (; offset < offsetsEnd; offset += 4, weight += 4) {
    const tap = load<u32>(offset);
    let four = v128.load32_zero(corner + tap);
    four = v128.load_lane<u32>(corner1 + tap, four, 1);
    four = v128.load_lane<u32>(corner2 + tap, four, 2);
    four = v128.load_lane<u32>(corner3 + tap, four, 3);
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), four));
  }
  return sum;
}

function storeLanes(value: v128, at: usize, step: usize, width: u32, residualShift: usize, activation: u32): void {
  for (let lane: u32 = 0; lane < width; lane++, at += step) {
    const one = residualShift ? f32x4.add(value, v128.load32_splat(at + residualShift)) : value;
    v128.store_lane<u32>(at, activate4(one, activation), 0);
    value = v128.shuffle<f32>(value, value, 1, 2, 3, 0);
  }
}
