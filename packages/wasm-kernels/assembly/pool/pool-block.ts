/**
 * A pooling of dense planes: source and target are [planes, height, width], geometry as core's Pool2dGeometry.
 *
 * A unit of work is a band of rows of one target plane. No window of an output column from interiorEnd on lies inside of the input with all of its columns; 0 where none does.
 * argmax [planes, outHeight, outWidth] holds positions kh · kernelWidth + kw in argmaxBytes (1 or 4) each; null where nobody wants it.
 * A frame is what the windows of a band of output rows see, frameWidth cells wide; `isDirect` says that the source itself will do.
 */
@unmanaged
export class PoolBlock {
  source: usize;
  target: usize;
  argmax: usize;
  argmaxBytes: u32;
  inHeight: i32;
  inWidth: i32;
  outHeight: i32;
  outWidth: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
  padBottom: i32;
  padRight: i32;
  countIncludePad: i32;
  divisorOverride: i32;
  interiorEnd: i32;
  frameWidth: i32;
  isDirect: u32;
  bandRows: i32;
  bands: u32;
}

/** The first tap that does not lie before the input; not below the number of taps where all do. */
@inline
export function firstTap(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
}

/** Behind the last tap that does not lie beyond the input. */
@inline
export function endTap(start: i32, dilation: i32, taps: i32, length: i32): i32 {
  return start >= length ? 0 : min((length - start + dilation - 1) / dilation, taps);
}

/** Output rows whose windows may meet input rows from `first` on. */
@inline
export function firstWindow(block: PoolBlock, first: i32): i32 {
  return max(0, first + block.padTop - (block.kernelHeight - 1) * block.dilationHeight + block.strideHeight - 1) / block.strideHeight;
}

/** Behind the output rows whose windows may meet input rows up to `last`. */
@inline
export function endWindow(block: PoolBlock, last: i32): i32 {
  return min(block.outHeight, (last + block.padTop) / block.strideHeight + 1);
}
