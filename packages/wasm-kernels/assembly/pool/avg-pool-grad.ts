/**
 * gradInput[n, c, y, x] = Σ gradOutput[n, c, h, w] ÷ divisorOf(h, w) over the windows that hold (y, x), in row-major order. All dense.
 *
 * Windows that tile the input are spread without sums. Work: bands of input rows, a multiple of the stride. Scratch: columnDivisors [outWidth],
 * shares [outWidth], for stride 1 in a row of zeros that reaches as far as a window: [(kernelWidth − 1) · dilationWidth + max(padLeft + inWidth, outWidth)].
 */
import { columnDivisors, divisorOf, rowDivisor } from "./divisor";
import { endWindow, firstWindow, PoolBlock } from "./pool-block";

export function avgPoolGrad(block: PoolBlock, begin: u32, end: u32, scratch: usize): void {
  const isTiles = block.kernelHeight == block.strideHeight && block.kernelWidth == block.strideWidth && block.padTop == 0 && block.padLeft == 0
    && block.dilationHeight == 1 && block.dilationWidth == 1;
  if (!isTiles) columnDivisors(block, scratch);
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
  if (rest < last) memory.fill(to + <usize>rest * bytes, 0, <usize>(last - rest) * bytes);
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
  for (; to < end; to += 4) store<f32>(to, 0);
}

/** Input row y at `to`. */
function overlaps(block: PoolBlock, from: usize, to: usize, y: i32, scratch: usize): void {
  const inWidth = block.inWidth, outWidth = block.outWidth, stride = block.strideWidth, dilation = block.dilationHeight;
  memory.fill(to, 0, <usize>inWidth << 2);
  const reach = (block.kernelWidth - 1) * block.dilationWidth, row = scratch + (<usize>outWidth << 2), shares = stride == 1 ? row + (<usize>reach << 2) : row;
  if (stride == 1) memory.fill(row, 0, <usize>(reach + block.padLeft + inWidth) << 2);
  for (let h = firstWindow(block, y), last = endWindow(block, y); h < last; h++) {
    if ((y - h * block.strideHeight + block.padTop) % dilation != 0) continue;
    divide(block, from + (<usize>(h * outWidth) << 2), h, shares, scratch);
    if (stride == 1) gather(block, shares + (<usize>block.padLeft << 2), <usize>reach << 2, to);
    else scatter(block, shares, to);
  }
}

/** Adds to each cell the shares of the windows that hold it; those of x are share[x − reach] … share[x], every dilationWidth-th. */
function gather(block: PoolBlock, share: usize, reach: usize, to: usize): void {
  const dilation = <usize>block.dilationWidth << 2, end = to + (<usize>block.inWidth << 2);
  for (; to + 16 <= end; to += 16, share += 16) {
    let sum = v128.load(to);
    for (let at = share - reach; at <= share; at += dilation) sum = f32x4.add(sum, v128.load(at));
    v128.store(to, sum);
  }
  for (; to < end; to += 4, share += 4) {
    let sum = load<f32>(to);
    for (let at = share - reach; at <= share; at += dilation) sum += load<f32>(at);
    store<f32>(to, sum);
  }
}

/** Adds the shares to the cells of their windows: from the last column of the windows to the first, so that a cell meets them in their order. */
function scatter(block: PoolBlock, shares: usize, to: usize): void {
  const inWidth = block.inWidth, outWidth = block.outWidth, stride = block.strideWidth;
  for (let kw = block.kernelWidth - 1; kw >= 0; kw--) {
    const shift = kw * block.dilationWidth - block.padLeft;   // x = w · stride + shift
    const end = shift >= inWidth ? 0 : min(outWidth, (inWidth - 1 - shift) / stride + 1);
    for (let w = shift >= 0 ? 0 : (stride - 1 - shift) / stride; w < end; w++) {
      const at = to + (<usize>(w * stride + shift) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(shares + (<usize>w << 2)));
    }
  }
}

/** shares[w] = gradOutput[h, w] ÷ divisorOf(h, w) */
function divide(block: PoolBlock, row: usize, h: i32, shares: usize, divisors: usize): void {
  const end = shares + (<usize>block.outWidth << 2), rows = rowDivisor(block, h), four = f32x4.splat(rows);
  for (; shares + 16 <= end; shares += 16, row += 16, divisors += 16) v128.store(shares, f32x4.div(v128.load(row), f32x4.mul(four, v128.load(divisors))));
  for (; shares < end; shares += 4, row += 4, divisors += 4) store<f32>(shares, load<f32>(row) / (rows * load<f32>(divisors)));
}
