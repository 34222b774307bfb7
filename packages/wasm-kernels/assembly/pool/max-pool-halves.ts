/**
 * Rows of 3 × 3 windows without dilation and with stride 2, of which only the maxima are wanted: all in registers, nothing is copied, though two rows of
 * windows read the row that they share. For a row beyond the edge stands the one at the edge, which the windows hold as well.
 *
 * Comparisons overlook NaN: sums of what was seen of a row tell, and then rows of windows that hold it are done one by one.
 */
import { cells } from "./max-pool-cells";
import { PoolBlock } from "./pool-block";

/** Whether `halves` can do it: padding of at most 1, no row of windows without a cell, and 4 windows that no edge cuts. */
export function canHalve(block: PoolBlock): bool {
  return block.strideHeight == 2 && block.strideWidth == 2 && block.padLeft <= 1 && block.padTop <= 1 && block.interiorEnd >= 4
    && (block.outHeight - 1) * 2 - block.padTop < block.inHeight;
}

/** Output rows [first, last) of a plane; `to` is the element that the first begins with. */
export function halves(block: PoolBlock, source: usize, first: i32, last: i32, to: usize): void {
  const width = block.outWidth, end = block.interiorEnd, rowBytes = <usize>block.inWidth << 2, bottom = block.inHeight - 1;
  let sharesNaN = holdsNaN(source + <usize>max(2 * first - block.padTop, 0) * rowBytes, block.inWidth);
  for (let h = first; h < last; h++, to += width) {
    const top = 2 * h - block.padTop;
    const above = source + <usize>max(top, 0) * rowBytes, middle = source + <usize>min(top + 1, bottom) * rowBytes, below = source + <usize>min(top + 2, bottom) * rowBytes;
    const found = halve(above, middle, below, 1 - block.padLeft, end, block.target + (to << 2));
    cells(block, source, h, sharesNaN || found ? 0 : end, width, to);
    sharesNaN = (found & belowHolds) != 0;
  }
}

@inline
const middleHolds: u32 = 1;
@inline
const belowHolds: u32 = 2;

/** Windows [0, end), `column` is the middle one of the first; which rows hold NaN (or infinities of both signs). */
function halve(above: usize, middle: usize, below: usize, column: usize, end: i32, target: usize): u32 {
  const nothing = f32x4.splat(-Infinity);
  let at = column << 2, seenMiddle = f32x4.splat(0), seenBelow = seenMiddle, oddA = nothing, oddB = nothing, oddC = nothing;   // of columns −1 and 0 it is the left one
  if (column) {
    oddA = v128.load32_splat(above);
    oddB = seenMiddle = v128.load32_splat(middle);
    oddC = seenBelow = v128.load32_splat(below);
  }
  for (let last = target + (<usize>(end - 4) << 2); ; ) {
    const a0 = v128.load(above + at), a1 = v128.load(above + at, 16), b0 = v128.load(middle + at), b1 = v128.load(middle + at, 16);
    const c0 = v128.load(below + at), c1 = v128.load(below + at, 16);
    seenMiddle = f32x4.add(seenMiddle, f32x4.add(b0, b1));
    seenBelow = f32x4.add(seenBelow, f32x4.add(c0, c1));
    const lastA = oddA, lastB = oddB, lastC = oddC;
    oddA = v128.shuffle<f32>(a0, a1, 1, 3, 5, 7);
    oddB = v128.shuffle<f32>(b0, b1, 1, 3, 5, 7);
    oddC = v128.shuffle<f32>(c0, c1, 1, 3, 5, 7);
    const maxA = threeOf(lastA, v128.shuffle<f32>(a0, a1, 0, 2, 4, 6), oddA), maxB = threeOf(lastB, v128.shuffle<f32>(b0, b1, 0, 2, 4, 6), oddB);
    const maxC = threeOf(lastC, v128.shuffle<f32>(c0, c1, 0, 2, 4, 6), oddC);
    v128.store(target, f32x4.pmax(f32x4.pmax(maxA, maxB), maxC));
    if (target == last) break;
    target += 16;
    at += 32;
    if (target > last) {
      // The last vector overlaps the one before.
      at -= (target - last) << 1;
      target = last;
      oddA = v128.load32_splat(above + at - 4);
      oddB = v128.load32_splat(middle + at - 4);
      oddC = v128.load32_splat(below + at - 4);
    }
  }
  return (v128.any_true(f32x4.ne(seenMiddle, seenMiddle)) ? middleHolds : 0) | (v128.any_true(f32x4.ne(seenBelow, seenBelow)) ? belowHolds : 0);
}

/** Of equal ones the first, as everywhere: zeros have signs. */
@inline
function threeOf(before: v128, even: v128, odd: v128): v128 {
  return f32x4.pmax(f32x4.pmax(v128.shuffle<f32>(before, odd, 3, 4, 5, 6), even), odd);
}

function holdsNaN(row: usize, width: i32): bool {
  let seen: f32 = 0;
  for (const end = row + (<usize>width << 2); row < end; row += 4) seen += load<f32>(row);
  return seen != seen;
}
