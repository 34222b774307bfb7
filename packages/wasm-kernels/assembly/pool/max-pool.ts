/**
 * output[n, c, h, w] = max of input[n, c, h·stride − pad + kh·dilation, …] over the cells inside the input; −Infinity where there are none.
 * argmax[n, c, h, w] = kh · kernelWidth + kw of the first maximum in row-major order; NaN wins.
 *
 * 4 neighbours at a time, in a frame of −Infinity, with comparisons that NaN would fool: a sum of all that they saw tells, and then each is done alone; so
 * it is where nothing was greater than the padding. Windows of 3 × 3 go another way, without a frame.
 * Work: bands of output rows. Scratch: frame, or what max-pool-threes.ts says.
 */
import { framed, loadFour, pitchOf } from "./frame";
import { cells, storePositions } from "./max-pool-cells";
import { canHalve, halves } from "./max-pool-halves";
import { threesBy1, threesBy2 } from "./max-pool-threes";
import { PoolBlock } from "./pool-block";

export function maxPool(block: PoolBlock, begin: u32, end: u32, scratch: usize): void {
  const width = block.outWidth, stride = block.strideWidth, pitch = pitchOf(block), step = pitch * block.strideHeight;
  const isClose = block.dilationHeight == 1 && block.dilationWidth == 1 && block.kernelHeight == block.kernelWidth;
  const isPairs = isClose && block.kernelWidth == 2 && stride == 2, isThrees = isClose && block.kernelWidth == 3 && stride <= 2 && width >= 4;
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, last = min(block.outHeight, first + block.bandRows);
    const source = block.source + ((<usize>plane * block.inHeight * block.inWidth) << 2);
    if (isThrees) {
      const to = (<usize>plane * block.outHeight + first) * width;
      if (stride == 1) threesBy1(block, source, first, last, to, scratch);
      else if (!block.argmax && canHalve(block)) halves(block, source, first, last, to);
      else threesBy2(block, source, first, last, to, scratch);
      continue;
    }
    let row = width < 4 ? 0 : framed(block, source, first, last, -Infinity, scratch);
    for (let h = first; h < last; h++, row += step) {
      const to = (<usize>plane * block.outHeight + h) * width;
      if (width < 4) cells(block, source, h, 0, width, to);
      else if (isPairs) pairs(block, source, h, row, pitch, to);
      else if (stride == 1) fours(1, block, source, h, row, pitch, to);
      else if (stride == 2) fours(2, block, source, h, row, pitch, to);
      else fours(0, block, source, h, row, pitch, to);
    }
  }
}

/** Whether 4 results are not what comparisons that overlook NaN say, or no cell was greater than the padding. */
@inline
function isDoubtful(best: v128, seen: v128): bool {
  return v128.any_true(v128.or(f32x4.ne(seen, seen), f32x4.eq(best, f32x4.splat(-Infinity))));
}

/** A row of windows of any size. */
@inline
function fours(step: i32, block: PoolBlock, source: usize, h: i32, row: usize, pitch: usize, to: usize): void {
  const dilation = <usize>block.dilationWidth << 2, stride = block.strideWidth, kernelBytes = dilation * block.kernelWidth, one = i32x4.splat(1);
  const rowBytes = pitch * block.dilationHeight, windowBytes = rowBytes * block.kernelHeight, end = block.outWidth, target = block.target + (to << 2);
  for (let w = 0; w < end; w += 4) {
    if (w + 4 > end) w = end - 4;
    const corner = row + (<usize>(w * stride) << 2);
    let best = f32x4.splat(-Infinity), position = i32x4.splat(0), index = position, seen = f32x4.splat(0);
    for (let from = corner; from < corner + windowBytes; from += rowBytes) {
      for (let at = from; at < from + kernelBytes; at += dilation) {
        const value = loadFour(step, at, stride);
        // Positions grow, so the last one that won is the greatest.
        position = i32x4.max_u(position, v128.and(index, f32x4.lt(best, value)));
        best = f32x4.pmax(best, value);
        seen = f32x4.add(seen, value);
        index = i32x4.add(index, one);
      }
    }
    if (isDoubtful(best, seen)) cells(block, source, h, w, w + 4, to);
    else {
      v128.store(target + (<usize>w << 2), best);
      if (block.argmax) storePositions(block.argmax, block.argmaxBytes, to + w, position);
    }
  }
}

/** A row of windows of 2 × 2 with stride 2, which share no cell. */
function pairs(block: PoolBlock, source: usize, h: i32, upper: usize, pitch: usize, to: usize): void {
  const end = block.outWidth, target = block.target + (to << 2), argmax = block.argmax, two = i32x4.splat(2), lower = upper + pitch;
  for (let w = 0; w < end; w += 4) {
    if (w + 4 > end) w = end - 4;
    const shift = <usize>w << 3, a = v128.load(upper + shift), b = v128.load(upper + shift, 16), c = v128.load(lower + shift), d = v128.load(lower + shift, 16);
    const value0 = v128.shuffle<f32>(a, b, 0, 2, 4, 6), value1 = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
    const value2 = v128.shuffle<f32>(c, d, 0, 2, 4, 6), value3 = v128.shuffle<f32>(c, d, 1, 3, 5, 7);
    const seen = f32x4.add(f32x4.add(value0, value1), f32x4.add(value2, value3));
    const first = f32x4.pmax(value0, value1), second = f32x4.pmax(value2, value3), best = f32x4.pmax(first, second);
    if (isDoubtful(best, seen)) {
      cells(block, source, h, w, w + 4, to);
      continue;
    }
    v128.store(target + (<usize>w << 2), best);
    if (!argmax) continue;
    // A mask is −1.
    const position = v128.bitselect(i32x4.sub(two, f32x4.lt(value2, value3)), i32x4.neg(f32x4.lt(value0, value1)), f32x4.lt(first, second));
    storePositions(argmax, 1, to + w, position);
  }
}
