/**
 * A 2-D convolution as resolved integers: built once in core, shared by the forward kernel and both gradients.
 *
 * The window of output row `h` covers input rows `h·strideHeight − padTop + kh·dilationHeight`; rows outside of the input read 0.
 * The record is flat, so that a GPU backend can upload it as a uniform block.
 */
export interface Conv2dGeometry {
  readonly batch: number;
  readonly inChannels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly padBottom: number;
  readonly padRight: number;
  readonly groups: number;
}

/**
 * A 2-D pooling as resolved integers.
 *
 * With ceilMode the last window may reach beyond `inHeight + padBottom`; cells out there count neither for max nor for average.
 * `countIncludePad` is 0 or 1, `divisorOverride` is 0 when absent; max pooling ignores both.
 */
export interface Pool2dGeometry {
  readonly batch: number;
  readonly channels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly padBottom: number;
  readonly padRight: number;
  readonly countIncludePad: number;
  readonly divisorOverride: number;
}

/** Planes per channel, as [batch, channels, spatial]: [N, C], [N, C, L] and [N, C, H, W] alike. `eps` is added to variances. */
export interface BatchNormGeometry {
  readonly batch: number;
  readonly channels: number;
  readonly spatial: number;
  readonly eps: number;
}

/** Classes in the middle: [outer, classes, inner], none of them 0. */
export interface ClassGeometry {
  readonly outer: number;
  readonly classes: number;
  readonly inner: number;
}

/** Targets equal to `ignoreIndex` count nothing; `labelSmoothing` (0 … 1) of each target is spread evenly over the classes. */
export interface CrossEntropyGeometry extends ClassGeometry {
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;
}

/** Cells that a dilated kernel spans along one axis: `dilation · (kernelSize − 1) + 1`. */
export function kernelExtent(kernelSize: number, dilation: number): number {
  return dilation * (kernelSize - 1) + 1;
}

/** Output cells along one axis: `floor((size + padBefore + padAfter − extent) / stride) + 1`; less than 1 means that nothing fits. */
export function outputSize(size: number, padBefore: number, padAfter: number, extent: number, stride: number): number {
  return Math.floor((size + padBefore + padAfter - extent) / stride) + 1;
}

/** As `outputSize` but rounded up; a last window that would start in the padding after the input is dropped (PyTorch's rule). */
export function outputSizeCeil(size: number, padBefore: number, padAfter: number, extent: number, stride: number): number {
  const cells = Math.ceil((size + padBefore + padAfter - extent) / stride) + 1;
  return (cells - 1) * stride >= size + padBefore ? cells - 1 : cells;
}

/**
 * The divisor of one average-pooling window along one axis pair: cells inside the padded input when padding counts, else cells inside the input.
 *
 * PyTorch: `avg_pool2d`; `start` may be negative (left padding).
 */
export function averageDivisor(g: Pool2dGeometry, outRow: number, outColumn: number): number {
  if (g.divisorOverride !== 0) return g.divisorOverride;
  const count = (start: number, kernelSize: number, size: number, padAfter: number): number => {
    const end = Math.min(start + kernelSize, size + padAfter);
    return g.countIncludePad === 1 ? end - start : Math.min(end, size) - Math.max(start, 0);
  };
  return (
    count(outRow * g.strideHeight - g.padTop, g.kernelHeight, g.inHeight, g.padBottom) *
    count(outColumn * g.strideWidth - g.padLeft, g.kernelWidth, g.inWidth, g.padRight)
  );
}
