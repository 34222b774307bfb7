/**
 * output[n, c, h, w] = Σ input[n, c, h·stride − pad + kh·dilation, …] over the cells inside the input ÷ divisorOf(h, w). All dense.
 *
 * Sums run in float64 and are rounded once. 4 neighbours of the interior at a time; long rows of a single window 4 cells at a time.
 * Work: bands of output rows. No scratch.
 */
import { divisorOf } from "./divisor";
import { endTap, firstTap, loadFour, PoolBlock } from "./pool-block";

export function avgPool(block: PoolBlock, begin: u32, end: u32, _scratch: usize): void {
  const width = block.outWidth, stride = block.strideWidth, interior = block.interiorFirst, interiorEnd = block.interiorEnd;
  const hasFour = interiorEnd - interior >= 4;
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, last = min(block.outHeight, first + block.bandRows);
    const source = block.source + ((<usize>plane * block.inHeight * block.inWidth) << 2);
    for (let h = first; h < last; h++) {
      const to = block.target + (((<usize>plane * block.outHeight + h) * width) << 2);
      if (!hasFour) {
        cells(block, source, h, 0, width, to);
        continue;
      }
      cells(block, source, h, 0, interior, to);
      const divisor = f64x2.splat(divisorOf(block, h, interior));
      for (let w = interior; w < interiorEnd; w += 4) {
        if (w + 4 > interiorEnd) w = interiorEnd - 4;
        const at = to + (<usize>w << 2);
        if (stride == 1) four(1, block, source, h, w, divisor, at);
        else if (stride == 2) four(2, block, source, h, w, divisor, at);
        else four(0, block, source, h, w, divisor, at);
      }
      cells(block, source, h, interiorEnd, width, to);
    }
  }
}

/** Outputs [w, wEnd) of a row, one at a time. */
function cells(block: PoolBlock, source: usize, h: i32, w: i32, wEnd: i32, to: usize): void {
  const top = h * block.strideHeight - block.padTop, khEnd = endTap(top, block.dilationHeight, block.kernelHeight, block.inHeight);
  for (; w < wEnd; w++) {
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

@inline
function four(step: i32, block: PoolBlock, source: usize, h: i32, w: i32, divisor: v128, to: usize): void {
  const top = h * block.strideHeight - block.padTop, khEnd = endTap(top, block.dilationHeight, block.kernelHeight, block.inHeight);
  const corner = source + (<isize>(top * block.inWidth + w * block.strideWidth - block.padLeft) << 2), dilation = <usize>block.dilationWidth << 2;
  let lower = f64x2.splat(0), upper = lower;
  for (let kh = firstTap(top, block.dilationHeight); kh < khEnd; kh++) {
    let at = corner + (<usize>(kh * block.dilationHeight * block.inWidth) << 2);
    for (let kw = 0; kw < block.kernelWidth; kw++, at += dilation) {
      const value = loadFour(step, at, block.strideWidth);
      lower = f64x2.add(lower, f64x2.promote_low_f32x4(value));
      upper = f64x2.add(upper, f64x2.promote_low_f32x4(v128.shuffle<i64>(value, value, 1, 1)));
    }
  }
  v128.store(to, v128.shuffle<i64>(f32x4.demote_f64x2_zero(f64x2.div(lower, divisor)), f32x4.demote_f64x2_zero(f64x2.div(upper, divisor)), 0, 2));
}
