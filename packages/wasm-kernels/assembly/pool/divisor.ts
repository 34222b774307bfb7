import { PoolBlock } from "./pool-block";

/** Cells of a window along one axis that count: inside the padded input, or inside the input. core: averageDivisor. */
@inline
function cellsOf(start: i32, taps: i32, length: i32, padAfter: i32, includesPad: bool): i32 {
  const end = min(start + taps, length + padAfter);
  return includesPad ? end - start : min(end, length) - max(start, 0);
}

/** What divides the sum of window (h, w). */
export function divisorOf(block: PoolBlock, h: i32, w: i32): f64 {
  if (block.divisorOverride) return block.divisorOverride;
  const includesPad = block.countIncludePad == 1;
  const rows = cellsOf(h * block.strideHeight - block.padTop, block.kernelHeight, block.inHeight, block.padBottom, includesPad);
  return <f64>rows * <f64>cellsOf(w * block.strideWidth - block.padLeft, block.kernelWidth, block.inWidth, block.padRight, includesPad);
}
