import { at, build, type Dense } from "./dense.js";
import { poolOutputSize } from "./pool-output-size.js";
import { addBatch, dropBatch, type Pair, pairOf, sizes4 } from "./window.js";

export interface MaxPool2dOptions {
  stride?: Pair;
  padding?: Pair;
  dilation?: Pair;
  ceilMode?: boolean;
  returnIndices?: boolean;
}

export interface MaxPool2dResult {
  output: Dense;
  indices: Dense;
}

/**
 * The greatest value of each window, and its place h·W + w: the first NaN, else the first maximum in row-major order.
 * A window of padding only gives −∞ at place −1.
 */
export function oracleMaxPool2d(
  input: Dense,
  kernelSize: Pair,
  options: MaxPool2dOptions & { returnIndices: true },
): MaxPool2dResult;
export function oracleMaxPool2d(
  input: Dense,
  kernelSize: Pair,
  options?: MaxPool2dOptions & { returnIndices?: false },
): Dense;
export function oracleMaxPool2d(input: Dense, kernelSize: Pair, options: MaxPool2dOptions = {}): Dense | MaxPool2dResult {
  const { output, indices } =
    input.shape.length === 3
      ? mapResult(maxPool(addBatch(input), kernelSize, options), dropBatch)
      : maxPool(input, kernelSize, options);
  return options.returnIndices ? { output, indices } : output;
}

function mapResult({ output, indices }: MaxPool2dResult, f: (x: Dense) => Dense): MaxPool2dResult {
  return { output: f(output), indices: f(indices) };
}

function maxPool(
  input: Dense,
  kernelSize: Pair,
  { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false }: MaxPool2dOptions,
): MaxPool2dResult {
  const [batch, channels, height, width] = sizes4(input.shape);
  const [kernelHeight, kernelWidth] = pairOf(kernelSize);
  const [strideHeight, strideWidth] = pairOf(stride);
  const [padHeight, padWidth] = pairOf(padding);
  const [dilationHeight, dilationWidth] = pairOf(dilation);
  const shape = [
    batch,
    channels,
    poolOutputSize({ size: height, kernel: kernelHeight, stride: strideHeight, padding: padHeight, dilation: dilationHeight, ceilMode }),
    poolOutputSize({ size: width, kernel: kernelWidth, stride: strideWidth, padding: padWidth, dilation: dilationWidth, ceilMode }),
  ];
  const indices = build(shape, (n, c, y, x) => {
    let place = -1;
    let greatest = -Infinity;
    for (let kh = 0; kh < kernelHeight; kh++) {
      for (let kw = 0; kw < kernelWidth; kw++) {
        const h = y * strideHeight + kh * dilationHeight - padHeight;
        const w = x * strideWidth + kw * dilationWidth - padWidth;
        if (h < 0 || h >= height || w < 0 || w >= width) continue;
        const value = at(input, n, c, h, w);
        const firstNaN = Number.isNaN(value) && !Number.isNaN(greatest);
        if (place !== -1 && !firstNaN && !(value > greatest)) continue;
        place = h * width + w;
        greatest = value;
      }
    }
    return place;
  });
  const output = build(shape, (n, c, y, x) => {
    const place = at(indices, n, c, y, x);
    return place === -1 ? -Infinity : at(input, n, c, Math.floor(place / width), place % width);
  });
  return { output, indices };
}
