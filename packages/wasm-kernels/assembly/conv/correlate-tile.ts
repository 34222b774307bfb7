/**
 * sums[t, r] = (adds ? sums[t, r] : 0) + Σ_cell frame[offsets[t] + cell] · right[cell, r] for 1 to 6 taps and 8 rows: the inner loop of the weight's gradient.
 *
 * right [images · rows · columns, 8] is packed; cells are walked image by image and row by row, `step` bytes apart. Sums run over the cells in order.
 */
import { multiplyAdd } from "../gemm/multiply-add";

/** The cells: `rowSkip` and `imageSkip` bytes lie between what follows the last cell of a row (image) and the first of the next. */
@unmanaged
export class Walk {
  images: u32;
  rows: u32;
  columns: u32;
  step: usize;
  rowSkip: usize;
  imageSkip: usize;
}

/** `offsets` are byte offsets of the taps. */
export function correlateTaps(height: u32, frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (height == 6) return correlateSix(frame, offsets, walk, right, sums, adds);
    if (height == 5) return correlateFive(frame, offsets, walk, right, sums, adds);
  }
  if (height == 4) return correlateFour(frame, offsets, walk, right, sums, adds);
  if (height == 3) return correlateThree(frame, offsets, walk, right, sums, adds);
  if (height == 2) return correlateTwo(frame, offsets, walk, right, sums, adds);
  correlateOne(frame, offsets, walk, right, sums, adds);
}

function correlateSix(frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  correlate(6, frame, offsets, walk, right, sums, adds);
}

function correlateFive(frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  correlate(5, frame, offsets, walk, right, sums, adds);
}

function correlateFour(frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  correlate(4, frame, offsets, walk, right, sums, adds);
}

function correlateThree(frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  correlate(3, frame, offsets, walk, right, sums, adds);
}

function correlateTwo(frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  correlate(2, frame, offsets, walk, right, sums, adds);
}

function correlateOne(frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  correlate(1, frame, offsets, walk, right, sums, adds);
}

@inline
function correlate(height: u32, frame: usize, offsets: usize, walk: Walk, right: usize, sums: usize, adds: bool): void {
  let sum00 = adds ? v128.load(sums, 0) : f32x4.splat(0), sum01 = adds ? v128.load(sums, 16) : f32x4.splat(0);
  let sum10 = adds && height > 1 ? v128.load(sums, 32) : f32x4.splat(0), sum11 = adds && height > 1 ? v128.load(sums, 48) : f32x4.splat(0);
  let sum20 = adds && height > 2 ? v128.load(sums, 64) : f32x4.splat(0), sum21 = adds && height > 2 ? v128.load(sums, 80) : f32x4.splat(0);
  let sum30 = adds && height > 3 ? v128.load(sums, 96) : f32x4.splat(0), sum31 = adds && height > 3 ? v128.load(sums, 112) : f32x4.splat(0);
  let sum40 = adds && height > 4 ? v128.load(sums, 128) : f32x4.splat(0), sum41 = adds && height > 4 ? v128.load(sums, 144) : f32x4.splat(0);
  let sum50 = adds && height > 5 ? v128.load(sums, 160) : f32x4.splat(0), sum51 = adds && height > 5 ? v128.load(sums, 176) : f32x4.splat(0);
  let left0 = frame + load<u32>(offsets), left1 = height > 1 ? frame + load<u32>(offsets, 4) : 0, left2 = height > 2 ? frame + load<u32>(offsets, 8) : 0, left3 = height > 3 ? frame + load<u32>(offsets, 12) : 0, left4 = height > 4 ? frame + load<u32>(offsets, 16) : 0, left5 = height > 5 ? frame + load<u32>(offsets, 20) : 0;
  const step = walk.step, rowBytes = <usize>walk.columns << 5, rowSkip = walk.rowSkip;
  for (let image = walk.images; image > 0; image--) {
    for (let row = walk.rows; row > 0; row--) {
      for (const end = right + rowBytes; right < end; right += 32) {
        const right0 = v128.load(right), right1 = v128.load(right, 16);
        {
          const four = v128.load32_splat(left0);
          sum00 = multiplyAdd(four, right0, sum00);
          sum01 = multiplyAdd(four, right1, sum01);
          left0 += step;
        }
        if (height > 1) {
          const four = v128.load32_splat(left1);
          sum10 = multiplyAdd(four, right0, sum10);
          sum11 = multiplyAdd(four, right1, sum11);
          left1 += step;
        }
        if (height > 2) {
          const four = v128.load32_splat(left2);
          sum20 = multiplyAdd(four, right0, sum20);
          sum21 = multiplyAdd(four, right1, sum21);
          left2 += step;
        }
        if (height > 3) {
          const four = v128.load32_splat(left3);
          sum30 = multiplyAdd(four, right0, sum30);
          sum31 = multiplyAdd(four, right1, sum31);
          left3 += step;
        }
        if (height > 4) {
          const four = v128.load32_splat(left4);
          sum40 = multiplyAdd(four, right0, sum40);
          sum41 = multiplyAdd(four, right1, sum41);
          left4 += step;
        }
        if (height > 5) {
          const four = v128.load32_splat(left5);
          sum50 = multiplyAdd(four, right0, sum50);
          sum51 = multiplyAdd(four, right1, sum51);
          left5 += step;
        }
      }
      left0 += rowSkip;
      if (height > 1) left1 += rowSkip;
      if (height > 2) left2 += rowSkip;
      if (height > 3) left3 += rowSkip;
      if (height > 4) left4 += rowSkip;
      if (height > 5) left5 += rowSkip;
    }
    left0 += walk.imageSkip;
    if (height > 1) left1 += walk.imageSkip;
    if (height > 2) left2 += walk.imageSkip;
    if (height > 3) left3 += walk.imageSkip;
    if (height > 4) left4 += walk.imageSkip;
    if (height > 5) left5 += walk.imageSkip;
  }
  v128.store(sums, sum00);
  v128.store(sums, sum01, 16);
  if (height > 1) {
    v128.store(sums, sum10, 32);
    v128.store(sums, sum11, 48);
  }
  if (height > 2) {
    v128.store(sums, sum20, 64);
    v128.store(sums, sum21, 80);
  }
  if (height > 3) {
    v128.store(sums, sum30, 96);
    v128.store(sums, sum31, 112);
  }
  if (height > 4) {
    v128.store(sums, sum40, 128);
    v128.store(sums, sum41, 144);
  }
  if (height > 5) {
    v128.store(sums, sum50, 160);
    v128.store(sums, sum51, 176);
  }
}
