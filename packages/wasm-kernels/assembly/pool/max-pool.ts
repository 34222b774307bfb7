/**
 * output[n, c, h, w] = max of input[n, c, h·stride − pad + kh·dilation, …] over the cells inside the input; −Infinity where there are none.
 * argmax[n, c, h, w] = kh · kernelWidth + kw of the first maximum in row-major order; NaN wins.
 *
 * 4 neighbours of the interior at a time with comparisons that NaN would fool: a sum of all that they saw tells, and then each is done alone.
 * Work: bands of output rows. No scratch.
 */
import { endTap, firstTap, loadFour, PoolBlock } from "./pool-block";

export function maxPool(block: PoolBlock, begin: u32, end: u32, _scratch: usize): void {
  const width = block.outWidth, stride = block.strideWidth;
  const isPairs = block.kernelHeight == 2 && block.kernelWidth == 2 && stride == 2 && block.dilationHeight == 1 && block.dilationWidth == 1;
  const interior = block.interiorFirst, interiorEnd = block.interiorEnd, hasFour = interiorEnd - interior >= 4;
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, last = min(block.outHeight, first + block.bandRows);
    const source = block.source + ((<usize>plane * block.inHeight * block.inWidth) << 2);
    for (let h = first; h < last; h++) {
      const top = h * block.strideHeight - block.padTop;
      const kh = firstTap(top, block.dilationHeight), khEnd = endTap(top, block.dilationHeight, block.kernelHeight, block.inHeight);
      const to = (<usize>plane * block.outHeight + h) * width;
      if (!hasFour) {
        cells(block, source, top, kh, khEnd, 0, width, to);
        continue;
      }
      cells(block, source, top, kh, khEnd, 0, interior, to);
      for (let w = interior; w < interiorEnd; w += 4) {
        if (w + 4 > interiorEnd) w = interiorEnd - 4;
        if (isPairs && khEnd - kh == 2) pairs(block, source, top, w, to);
        else if (stride == 1) four(1, block, source, top, kh, khEnd, w, to);
        else if (stride == 2) four(2, block, source, top, kh, khEnd, w, to);
        else four(0, block, source, top, kh, khEnd, w, to);
      }
      cells(block, source, top, kh, khEnd, interiorEnd, width, to);
    }
  }
}

/** Outputs [w, wEnd) of a row, one at a time; `to` is the element that the row begins with. */
function cells(block: PoolBlock, source: usize, top: i32, khFirst: i32, khEnd: i32, w: i32, wEnd: i32, to: usize): void {
  for (; w < wEnd; w++) {
    const left = w * block.strideWidth - block.padLeft;
    const kwFirst = firstTap(left, block.dilationWidth), kwEnd = endTap(left, block.dilationWidth, block.kernelWidth, block.inWidth);
    // The winner where all cells are −Infinity, as the padding is.
    let best: f32 = -Infinity, position = min(khFirst, block.kernelHeight - 1) * block.kernelWidth + min(kwFirst, block.kernelWidth - 1);
    for (let kh = khFirst; kh < khEnd; kh++) {
      const row = source + (<isize>((top + kh * block.dilationHeight) * block.inWidth + left) << 2);
      for (let kw = kwFirst; kw < kwEnd; kw++) {
        const value = load<f32>(row + (<usize>(kw * block.dilationWidth) << 2));
        if (!(value <= best) && best == best) {
          best = value;
          position = kh * block.kernelWidth + kw;
        }
      }
    }
    const at = to + w;
    store<f32>(block.target + (at << 2), best);
    if (block.argmax) {
      if (block.argmaxBytes == 1) store<u8>(block.argmax + at, <u8>position);
      else store<u32>(block.argmax + (at << 2), position);
    }
  }
}

@inline
function four(step: i32, block: PoolBlock, source: usize, top: i32, khFirst: i32, khEnd: i32, w: i32, to: usize): void {
  const dilation = <usize>block.dilationWidth << 2, kernelWidth = block.kernelWidth, one = i32x4.splat(1);
  const corner = source + (<isize>(top * block.inWidth + w * block.strideWidth - block.padLeft) << 2);
  let best = f32x4.splat(-Infinity), position = i32x4.splat(min(khFirst, block.kernelHeight - 1) * kernelWidth), index = position, seen = f32x4.splat(0);
  for (let kh = khFirst; kh < khEnd; kh++) {
    let at = corner + (<usize>(kh * block.dilationHeight * block.inWidth) << 2);
    for (let kw = 0; kw < kernelWidth; kw++, at += dilation) {
      const value = loadFour(step, at, block.strideWidth);
      // Positions grow, so the last one that won is the greatest.
      position = i32x4.max_u(position, v128.and(index, f32x4.lt(best, value)));
      best = f32x4.pmax(best, value);
      seen = f32x4.add(seen, value);
      index = i32x4.add(index, one);
    }
  }
  if (v128.any_true(f32x4.ne(seen, seen))) cells(block, source, top, khFirst, khEnd, w, w + 4, to);
  else storeFour(block, to + w, best, position);
}

/** Windows of 2 × 2 with stride 2, which share no cell. */
@inline
function pairs(block: PoolBlock, source: usize, top: i32, w: i32, to: usize): void {
  const upper = source + (<isize>(top * block.inWidth + 2 * w - block.padLeft) << 2), lower = upper + (<usize>block.inWidth << 2);
  const a = v128.load(upper), b = v128.load(upper, 16), c = v128.load(lower), d = v128.load(lower, 16);
  const value0 = v128.shuffle<f32>(a, b, 0, 2, 4, 6), value1 = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
  const value2 = v128.shuffle<f32>(c, d, 0, 2, 4, 6), value3 = v128.shuffle<f32>(c, d, 1, 3, 5, 7);
  const seen = f32x4.add(f32x4.add(value0, value1), f32x4.add(value2, value3));
  if (v128.any_true(f32x4.ne(seen, seen))) {
    cells(block, source, top, 0, 2, w, w + 4, to);
    return;
  }
  const first = f32x4.pmax(value0, value1), second = f32x4.pmax(value2, value3), isSecond = f32x4.lt(first, second);
  // A mask is −1.
  const position = v128.bitselect(i32x4.sub(i32x4.splat(2), f32x4.lt(value2, value3)), i32x4.neg(f32x4.lt(value0, value1)), isSecond);
  storeFour(block, to + w, f32x4.pmax(first, second), position);
}

@inline
function storeFour(block: PoolBlock, at: usize, best: v128, position: v128): void {
  v128.store(block.target + (at << 2), best);
  if (!block.argmax) return;
  if (block.argmaxBytes == 1) {
    const halves = i16x8.narrow_i32x4_u(position, position);
    v128.store_lane<u32>(block.argmax + at, i8x16.narrow_i16x8_u(halves, halves), 0);
  } else v128.store(block.argmax + (at << 2), position);
}
