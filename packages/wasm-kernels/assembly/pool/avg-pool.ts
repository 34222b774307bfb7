/**
 * output[n, c, h, w] = Σ input[n, c, h·stride − pad + kh·dilation, …] over the cells inside the input ÷ divisorOf(h, w). All dense.
 *
 * 4 neighbours at a time in float32, in a frame of zeros; rows of fewer than 4 windows one by one in float64, 4 cells at a time.
 * Work: bands of output rows. Scratch: columnDivisors [outWidth], frame.
 */
import { columnDivisors, divisorOf, rowDivisor } from "./divisor";
import { framed, loadFour, pitchOf } from "./frame";
import { endTap, firstTap, PoolBlock } from "./pool-block";

export function avgPool(block: PoolBlock, begin: u32, end: u32, scratch: usize): void {
  const width = block.outWidth, stride = block.strideWidth, pitch = pitchOf(block), step = pitch * block.strideHeight;
  const frame = scratch + (<usize>((width + 3) & ~3) << 2);
  if (width >= 4) columnDivisors(block, scratch);
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, last = min(block.outHeight, first + block.bandRows);
    const source = block.source + ((<usize>plane * block.inHeight * block.inWidth) << 2);
    let row = width < 4 ? 0 : framed(block, source, first, last, 0, frame);
    for (let h = first; h < last; h++, row += step) {
      const to = block.target + (((<usize>plane * block.outHeight + h) * width) << 2);
      if (width < 4) cells(block, source, h, to);
      else if (stride == 1) fours(1, block, h, row, pitch, scratch, to);
      else if (stride == 2) fours(2, block, h, row, pitch, scratch, to);
      else fours(0, block, h, row, pitch, scratch, to);
    }
  }
}

@inline
function fours(step: i32, block: PoolBlock, h: i32, row: usize, pitch: usize, divisors: usize, to: usize): void {
  const dilation = <usize>block.dilationWidth << 2, stride = block.strideWidth, kernelBytes = dilation * block.kernelWidth;
  const rowBytes = pitch * block.dilationHeight, windowBytes = rowBytes * block.kernelHeight, end = block.outWidth, rows = f32x4.splat(rowDivisor(block, h));
  const isThree = block.dilationWidth == 1 && block.kernelWidth == 3, isTwo = block.dilationWidth == 1 && block.kernelWidth == 2 && windowBytes == 2 * pitch;
  for (let w = 0; w < end; w += 4) {
    if (w + 4 > end) w = end - 4;
    const corner = row + (<usize>(w * stride) << 2), last = corner + windowBytes;
    let sum = f32x4.splat(0);
    if (isTwo) {
      const upper = f32x4.add(loadFour(step, corner, stride), loadFour(step, corner + 4, stride));
      sum = f32x4.add(upper, f32x4.add(loadFour(step, corner + pitch, stride), loadFour(step, corner + pitch + 4, stride)));
    } else if (isThree) {
      for (let from = corner; from < last; from += rowBytes) {
        sum = f32x4.add(sum, f32x4.add(f32x4.add(loadFour(step, from, stride), loadFour(step, from + 4, stride)), loadFour(step, from + 8, stride)));
      }
    } else {
      for (let from = corner; from < last; from += rowBytes) {
        for (let at = from; at < from + kernelBytes; at += dilation) sum = f32x4.add(sum, loadFour(step, at, stride));
      }
    }
    const shift = <usize>w << 2;
    v128.store(to + shift, f32x4.div(sum, f32x4.mul(rows, v128.load(divisors + shift))));
  }
}

/** A row of outputs, one at a time. */
function cells(block: PoolBlock, source: usize, h: i32, to: usize): void {
  const top = h * block.strideHeight - block.padTop, khEnd = endTap(top, block.dilationHeight, block.kernelHeight, block.inHeight);
  for (let w = 0; w < block.outWidth; w++) {
    const left = w * block.strideWidth - block.padLeft;
    const kw = firstTap(left, block.dilationWidth), count = endTap(left, block.dilationWidth, block.kernelWidth, block.inWidth) - kw;
    let sum: f64 = 0;
    for (let kh = firstTap(top, block.dilationHeight); kh < khEnd; kh++) {
      const row = source + (<isize>((top + kh * block.dilationHeight) * block.inWidth + left + kw * block.dilationWidth) << 2);
      sum += sumOfRow(row, count, <usize>block.dilationWidth << 2);
    }
    store<f32>(to + (<usize>w << 2), <f32>(sum / divisorOf(block, h, w)));
  }
}

function sumOfRow(at: usize, count: i32, step: usize): f64 {
  let sum: f64 = 0;
  if (step == 4 && count >= 8) {
    let even = f64x2.splat(0), odd = even;
    for (; count >= 4; count -= 4, at += 16) {
      even = f64x2.add(even, f64x2.promote_low_f32x4(v128.load64_zero(at)));
      odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.load64_zero(at, 8)));
    }
    const pair = f64x2.add(even, odd);
    sum = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
  }
  for (; count > 0; count--, at += step) sum += load<f32>(at);
  return sum;
}
