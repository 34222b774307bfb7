/**
 * target[i, j] = (adds ? target[i, j] : bias) + Σ_t weight[t] · from[i, j + offsets[t]] for 1 to 9 taps t: the inner loop of depthwise convolutions.
 *
 * Rows i of `from` lie `pitch` bytes apart, those of the target `targetPitch`. A row of `bytes` is whole vectors, or 16 bytes and more if nothing is added: then its
 * last vector overlaps the one before it. offsets are byte offsets; bias may be null. The weights stay in registers; V8 does all loads of a round before its
 * products, so that more than one vector a round would spill them.
 */
import { multiplyAdd } from "../gemm/multiply-add";

/** Where the rows lie, and how taps do. */
@unmanaged
export class Rows {
  height: u32;
  pitch: usize;
  targetPitch: usize;
  bytes: usize;
  pattern: u32;
}

/** Taps that are not `anywhere` need fewer addresses: 3 rows of 3 neighbours; those of a grid of step 2, whose second tap lies in another phase; rows of 5 or 7 neighbours. */
@inline
const anywhere: u32 = 0, neighbours: u32 = 3, halves: u32 = 2, fives: u32 = 5, sevens: u32 = 7;

/** The pattern of all taps of a kernel. */
export function patternOf(height: u32, width: u32, offsets: usize): u32 {
  let areNeighbours = true, areHalves = true;
  for (let row = offsets; row < offsets + ((<usize>height * width) << 2); row += width << 2) {
    const first = load<u32>(row);
    for (let w: usize = 1; w < width; w++) areNeighbours = areNeighbours && load<u32>(row + (w << 2)) - first == w << 2;
    areHalves = areHalves && width == 3 && load<u32>(row, 8) - first == 4;
  }
  if (height == 3 && width == 3) return areNeighbours ? neighbours : areHalves ? halves : anywhere;
  return height > 0 && areNeighbours && (width == fives || width == sevens) ? width : anywhere;
}

/** The taps of the next call where `left` are left: a row, or at most 9, as equal as can be. */
@inline
export function nextTaps(left: u32, pattern: u32): u32 {
  if (pattern >= fives) return pattern;
  if (left <= 9) return left;
  const calls = (left + 8) / 9;
  return (left + calls - 1) / calls;
}

/** `adds` only for 5 taps and more: sums of more than 9 are cut into such. */
export function correlateRows(count: u32, rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize, adds: bool): void {
  const pattern = rows.pattern;
  if (adds) {
    if (pattern == fives) return addFives(rows, from, offsets, weight, bias, target);
    if (pattern == sevens) return addSevens(rows, from, offsets, weight, bias, target);
    if (count == 9) return addNine(rows, from, offsets, weight, bias, target);
    if (count == 8) return addEight(rows, from, offsets, weight, bias, target);
    if (count == 7) return addSeven(rows, from, offsets, weight, bias, target);
    if (count == 6) return addSix(rows, from, offsets, weight, bias, target);
    return addFive(rows, from, offsets, weight, bias, target);
  }
  if (pattern == neighbours) return correlateNeighbours(rows, from, offsets, weight, bias, target);
  if (pattern == halves) return correlateHalves(rows, from, offsets, weight, bias, target);
  if (count == 9) return correlateNine(rows, from, offsets, weight, bias, target);
  if (count == 8) return correlateEight(rows, from, offsets, weight, bias, target);
  if (count == 7) return correlateSeven(rows, from, offsets, weight, bias, target);
  if (count == 6) return correlateSix(rows, from, offsets, weight, bias, target);
  if (count == 5) return correlateFive(rows, from, offsets, weight, bias, target);
  if (count == 4) return correlateFour(rows, from, offsets, weight, bias, target);
  if (count == 3) return correlateThree(rows, from, offsets, weight, bias, target);
  if (count == 2) return correlateTwo(rows, from, offsets, weight, bias, target);
  if (count == 1) return correlateOne(rows, from, offsets, weight, bias, target);
  correlateNone(rows, from, offsets, weight, bias, target);
}

function addSevens(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(7, sevens, true, rows, from, offsets, weight, bias, target);
}

function addFives(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(5, fives, true, rows, from, offsets, weight, bias, target);
}

function addNine(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(9, anywhere, true, rows, from, offsets, weight, bias, target);
}

function addEight(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(8, anywhere, true, rows, from, offsets, weight, bias, target);
}

function addSeven(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(7, anywhere, true, rows, from, offsets, weight, bias, target);
}

function addSix(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(6, anywhere, true, rows, from, offsets, weight, bias, target);
}

function addFive(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(5, anywhere, true, rows, from, offsets, weight, bias, target);
}

function correlateNeighbours(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(9, neighbours, false, rows, from, offsets, weight, bias, target);
}

function correlateHalves(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(9, halves, false, rows, from, offsets, weight, bias, target);
}

function correlateNine(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(9, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateEight(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(8, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateSeven(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(7, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateSix(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(6, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateFive(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(5, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateFour(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(4, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateThree(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(3, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateTwo(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(2, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateOne(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(1, anywhere, false, rows, from, offsets, weight, bias, target);
}

function correlateNone(rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  correlate(0, anywhere, false, rows, from, offsets, weight, bias, target);
}

@inline
function correlate(count: u32, pattern: u32, adds: bool, rows: Rows, from: usize, offsets: usize, weight: usize, bias: usize, target: usize): void {
  const start = bias ? v128.load32_splat(bias) : f32x4.splat(0);
  const weight0 = weightOf(0, count, weight);
  const weight1 = weightOf(1, count, weight);
  const weight2 = weightOf(2, count, weight);
  const weight3 = weightOf(3, count, weight);
  const weight4 = weightOf(4, count, weight);
  const weight5 = weightOf(5, count, weight);
  const weight6 = weightOf(6, count, weight);
  const weight7 = weightOf(7, count, weight);
  const weight8 = weightOf(8, count, weight);
  let from0 = fromOf(0, count, from, offsets);
  let from1 = fromOf(1, count, from, offsets);
  let from2 = fromOf(2, count, from, offsets);
  let from3 = fromOf(3, count, from, offsets);
  let from4 = fromOf(4, count, from, offsets);
  let from5 = fromOf(5, count, from, offsets);
  let from6 = fromOf(6, count, from, offsets);
  let from7 = fromOf(7, count, from, offsets);
  let from8 = fromOf(8, count, from, offsets);
  const bytes = rows.bytes, whole = bytes & ~15, pitch = rows.pitch, targetPitch = rows.targetPitch;
  for (let row = rows.height; row > 0; row--) {
    for (let at: usize = 0; at < whole; at += 16) {
      v128.store(target + at, sumOf(
        count, pattern, at, adds ? v128.load(target + at) : start, weight0, weight1, weight2, weight3, weight4, weight5, weight6, weight7, weight8,
        from0, from1, from2, from3, from4, from5, from6, from7, from8,
      ));
    }
    if (whole < bytes) {
      const at = bytes - 16;
      v128.store(target + at, sumOf(
        count, pattern, at, adds ? v128.load(target + at) : start, weight0, weight1, weight2, weight3, weight4, weight5, weight6, weight7, weight8,
        from0, from1, from2, from3, from4, from5, from6, from7, from8,
      ));
    }
    target += targetPitch;
    from0 += pitch;
    from1 += pitch;
    from2 += pitch;
    from3 += pitch;
    from4 += pitch;
    from5 += pitch;
    from6 += pitch;
    from7 += pitch;
    from8 += pitch;
  }
}

/** The taps' products of one vector, added to `sum`. Their operands are registers, so each has a name. */
@inline
function sumOf(
  count: u32, pattern: u32, at: usize, sum: v128,
  weight0: v128, weight1: v128, weight2: v128, weight3: v128, weight4: v128, weight5: v128, weight6: v128, weight7: v128, weight8: v128,
  from0: usize, from1: usize, from2: usize, from3: usize, from4: usize, from5: usize, from6: usize, from7: usize, from8: usize,
): v128 {
  if (count > 0) sum = multiplyAdd(weight0, v128.load(from0 + at), sum);
  if (count > 1) sum = multiplyAdd(weight1, pattern >= fives ? v128.load(from0 + at, 4) : pattern == neighbours ? v128.load(from0 + at, 4) : v128.load(from1 + at), sum);
  if (count > 2) sum = multiplyAdd(weight2, pattern >= fives ? v128.load(from0 + at, 8) : pattern == neighbours ? v128.load(from0 + at, 8) : pattern == halves ? v128.load(from0 + at, 4) : v128.load(from2 + at), sum);
  if (count > 3) sum = multiplyAdd(weight3, pattern >= fives ? v128.load(from0 + at, 12) : v128.load(from3 + at), sum);
  if (count > 4) sum = multiplyAdd(weight4, pattern >= fives ? v128.load(from0 + at, 16) : pattern == neighbours ? v128.load(from3 + at, 4) : v128.load(from4 + at), sum);
  if (count > 5) sum = multiplyAdd(weight5, pattern >= fives ? v128.load(from0 + at, 20) : pattern == neighbours ? v128.load(from3 + at, 8) : pattern == halves ? v128.load(from3 + at, 4) : v128.load(from5 + at), sum);
  if (count > 6) sum = multiplyAdd(weight6, pattern >= fives ? v128.load(from0 + at, 24) : v128.load(from6 + at), sum);
  if (count > 7) sum = multiplyAdd(weight7, pattern == neighbours ? v128.load(from6 + at, 4) : v128.load(from7 + at), sum);
  if (count > 8) sum = multiplyAdd(weight8, pattern == neighbours ? v128.load(from6 + at, 8) : pattern == halves ? v128.load(from6 + at, 4) : v128.load(from8 + at), sum);
  return sum;
}

@inline
function weightOf(tap: u32, count: u32, weight: usize): v128 {
  return tap < count ? v128.load32_splat(weight + (<usize>tap << 2)) : f32x4.splat(0);
}

@inline
function fromOf(tap: u32, count: u32, from: usize, offsets: usize): usize {
  return tap < count ? from + load<u32>(offsets + (<usize>tap << 2)) : 0;
}
