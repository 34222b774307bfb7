/**
 * gradInput[n, c, y, x] = Σ gradOutput[n, c, h, w] ÷ divisorOf(h, w) over the windows that hold (y, x), in row-major order. All dense.
 *
 * Sums run in float64 and are rounded once. Windows that tile the input are spread without sums.
 * Work: bands of input rows, a multiple of the stride. Scratch: shares [outWidth], sums [inWidth], both float64.
 */
import { divisorOf } from "./divisor";
import { endWindow, firstWindow, PoolBlock } from "./pool-block";

export function avgPoolGrad(block: PoolBlock, begin: u32, end: u32, scratch: usize): void {
  const isTiles = block.kernelHeight == block.strideHeight && block.kernelWidth == block.strideWidth && block.padTop == 0 && block.padLeft == 0
    && block.dilationHeight == 1 && block.dilationWidth == 1;
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, last = min(block.inHeight, first + block.bandRows);
    const from = block.source + ((<usize>plane * block.outHeight * block.outWidth) << 2), to = block.target + ((<usize>plane * block.inHeight * block.inWidth) << 2);
    if (isTiles) tiles(block, from, to, first, last);
    else for (let y = first; y < last; y++) overlaps(block, from, to + (<usize>(y * block.inWidth) << 2), y, scratch);
  }
}

/** Input rows [first, last): each is the row of shares of one row of windows, or zero. */
function tiles(block: PoolBlock, from: usize, to: usize, first: i32, last: i32): void {
  const bytes = <usize>block.inWidth << 2, stride = block.strideHeight, covered = min(last, block.outHeight * stride);
  for (let y = first; y < covered; y += stride) {
    const row = to + <usize>y * bytes, h = y / stride;
    spread(block, from + (<usize>(h * block.outWidth) << 2), h, row);
    for (let i = 1; i < min(stride, covered - y); i++) memory.copy(row + <usize>i * bytes, row, bytes);
  }
  const rest = max(first, covered);
  memory.fill(to + <usize>rest * bytes, 0, <usize>(last - rest) * bytes);
}

/** One input row: the shares of row h of windows, each as often as its window is wide. */
function spread(block: PoolBlock, from: usize, h: i32, to: usize): void {
  const width = block.kernelWidth, interior = block.interiorEnd, end = to + (<usize>block.inWidth << 2), divisor = divisorOf(block, h, 0);
  let w: i32 = 0;
  if (width == 2) {
    const divisors = f64x2.splat(divisor);
    for (; w + 4 <= interior; w += 4, to += 32) {
      const at = from + (<usize>w << 2);
      const lower = f32x4.demote_f64x2_zero(f64x2.div(f64x2.promote_low_f32x4(v128.load64_zero(at)), divisors));
      const upper = f32x4.demote_f64x2_zero(f64x2.div(f64x2.promote_low_f32x4(v128.load64_zero(at, 8)), divisors));
      v128.store(to, v128.shuffle<f32>(lower, lower, 0, 0, 1, 1));
      v128.store(to, v128.shuffle<f32>(upper, upper, 0, 0, 1, 1), 16);
    }
  }
  for (; w < block.outWidth; w++) {
    const share = <f32>(<f64>load<f32>(from + (<usize>w << 2)) / (w < interior ? divisor : divisorOf(block, h, w)));
    const last = min(end, to + (<usize>width << 2)), four = f32x4.splat(share);
    for (; to + 16 <= last; to += 16) v128.store(to, four);
    for (; to < last; to += 4) store<f32>(to, share);
  }
  memory.fill(to, 0, end - to);
}

/** Input row y at `to`. */
function overlaps(block: PoolBlock, from: usize, to: usize, y: i32, shares: usize): void {
  const inWidth = block.inWidth, outWidth = block.outWidth, stride = block.strideWidth, dilation = block.dilationHeight;
  const sums = shares + (<usize>outWidth << 3);
  memory.fill(sums, 0, <usize>inWidth << 3);
  for (let h = firstWindow(block, y), last = endWindow(block, y); h < last; h++) {
    if ((y - h * block.strideHeight + block.padTop) % dilation != 0) continue;
    const row = from + (<usize>(h * outWidth) << 2);
    for (let w = 0; w < outWidth; w++) store<f64>(shares + (<usize>w << 3), <f64>load<f32>(row + (<usize>w << 2)) / divisorOf(block, h, w));
    // From the last column of the windows to the first, so that a cell meets them in their order.
    for (let kw = block.kernelWidth - 1; kw >= 0; kw--) {
      const shift = kw * block.dilationWidth - block.padLeft;   // x = w · stride + shift
      let w = shift >= 0 ? 0 : (stride - 1 - shift) / stride;
      const end = shift >= inWidth ? 0 : min(outWidth, (inWidth - 1 - shift) / stride + 1);
      for (; stride == 1 && w + 2 <= end; w += 2) {
        const at = sums + (<usize>(w + shift) << 3);
        v128.store(at, f64x2.add(v128.load(at), v128.load(shares + (<usize>w << 3))));
      }
      for (; w < end; w++) {
        const at = sums + (<usize>(w * stride + shift) << 3);
        store<f64>(at, load<f64>(at) + load<f64>(shares + (<usize>w << 3)));
      }
    }
  }
  for (let x = 0; x < inWidth; x++) store<f32>(to + (<usize>x << 2), <f32>load<f64>(sums + (<usize>x << 3)));
}
