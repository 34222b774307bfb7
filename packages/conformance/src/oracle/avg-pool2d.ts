import { at, build, type Dense } from "./dense.js";
import { poolOutputSize } from "./pool-output-size.js";
import { addBatch, dropBatch, type Pair, pairOf, sizes4 } from "./window.js";

export interface AvgPool2dOptions {
  stride?: Pair;
  padding?: Pair;
  ceilMode?: boolean;
  countIncludePad?: boolean;
  divisorOverride?: number | undefined;
}

/**
 * The sum of each window divided by divisorOverride, else by the number of its cells that lie in the padded input
 * (ceilMode's last windows reach beyond it), else, without countIncludePad, in the input.
 */
export function oracleAvgPool2d(input: Dense, kernelSize: Pair, options: AvgPool2dOptions = {}): Dense {
  if (input.shape.length === 3) return dropBatch(oracleAvgPool2d(addBatch(input), kernelSize, options));
  const { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true, divisorOverride } = options;
  const [batch, channels, height, width] = sizes4(input.shape);
  const [kernelHeight, kernelWidth] = pairOf(kernelSize);
  const [strideHeight, strideWidth] = pairOf(stride);
  const [padHeight, padWidth] = pairOf(padding);
  const shape = [
    batch,
    channels,
    poolOutputSize({ size: height, kernel: kernelHeight, stride: strideHeight, padding: padHeight, dilation: 1, ceilMode }),
    poolOutputSize({ size: width, kernel: kernelWidth, stride: strideWidth, padding: padWidth, dilation: 1, ceilMode }),
  ];
  return build(shape, (n, c, y, x) => {
    let sum = 0;
    let inside = 0;
    let insidePadded = 0;
    for (let kh = 0; kh < kernelHeight; kh++) {
      for (let kw = 0; kw < kernelWidth; kw++) {
        const h = y * strideHeight + kh - padHeight;
        const w = x * strideWidth + kw - padWidth;
        if (h < height + padHeight && w < width + padWidth) insidePadded++;
        if (h < 0 || h >= height || w < 0 || w >= width) continue;
        inside++;
        sum += at(input, n, c, h, w);
      }
    }
    return sum / (divisorOverride ?? (countIncludePad ? insidePadded : inside));
  });
}
