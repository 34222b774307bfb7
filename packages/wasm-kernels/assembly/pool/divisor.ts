import { PoolBlock } from "./pool-block";

/** Cells of a window along one axis that count: inside the padded input, or inside the input. core: averageDivisor. */
@inline
function cellsOf(start: i32, taps: i32, length: i32, padAfter: i32, includesPad: bool): i32 {
  const end = min(start + taps, length + padAfter);
  return includesPad ? end - start : min(end, length) - max(start, 0);
}

@inline
export function rowsOf(block: PoolBlock, h: i32): i32 {
  return cellsOf(h * block.strideHeight - block.padTop, block.kernelHeight, block.inHeight, block.padBottom, block.countIncludePad == 1);
}

@inline
export function columnsOf(block: PoolBlock, w: i32): i32 {
  return cellsOf(w * block.strideWidth - block.padLeft, block.kernelWidth, block.inWidth, block.padRight, block.countIncludePad == 1);
}

/** What divides the sum of window (h, w). */
@inline
export function divisorOf(block: PoolBlock, h: i32, w: i32): f64 {
  return block.divisorOverride ? <f64>block.divisorOverride : <f64>rowsOf(block, h) * <f64>columnsOf(block, w);
}

/** divisors[w] = what divides the sums of column w but for the rows, float32. */
export function columnDivisors(block: PoolBlock, divisors: usize): void {
  for (let w = 0; w < block.outWidth; w++) store<f32>(divisors + (<usize>w << 2), <f32>(block.divisorOverride ? block.divisorOverride : columnsOf(block, w)));
}

/** The rows' factor of columnDivisors. */
@inline
export function rowDivisor(block: PoolBlock, h: i32): f32 {
  return block.divisorOverride ? 1 : <f32>rowsOf(block, h);
}
