import { kernelExtent, outputSize, outputSizeCeil, type Pool2dGeometry } from "../../backend/geometry.js";
import type { Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { formatShape } from "../../tensor/format.js";
import { checkInteger, resolvePair } from "../checks.js";

/** One number for both axes, or [height, width]. */
export type Pair = number | readonly [number, number];

export interface PoolOptions {
  /** Default: the kernel size. */
  readonly stride?: Pair;
  /** At most half of the kernel; default 0. */
  readonly padding?: Pair;
  /** Rounds the output size up; default false. */
  readonly ceilMode?: boolean;
}

interface AllPoolOptions extends PoolOptions {
  readonly dilation?: Pair;
  readonly countIncludePad?: boolean;
  readonly divisorOverride?: number;
}

/** Resolves and checks a pooling of [N, C, H, W]: every message about its shapes is made here. */
export function pool2dGeometry(name: string, input: Shape, kernelSize: Pair, options: AllPoolOptions): Pool2dGeometry {
  if (input.length !== 4) throw new ShapeError(`${name}: input has shape ${formatShape(input)}, expected [batch, channels, height, width] or [channels, height, width]`);
  const [batch, channels, inHeight, inWidth] = input as [number, number, number, number];
  const [kernelHeight, kernelWidth] = resolvePair(name, "kernelSize", kernelSize, 1);
  const [strideHeight, strideWidth] = resolvePair(name, "stride", options.stride ?? kernelSize, 1);
  const [padTop, padLeft] = resolvePair(name, "padding", options.padding ?? 0, 0);
  const [dilationHeight, dilationWidth] = resolvePair(name, "dilation", options.dilation ?? 1, 1);
  if (padTop > kernelHeight / 2 || padLeft > kernelWidth / 2) {
    throw new ArgumentError(`${name}: padding ${formatShape([padTop, padLeft])} is more than half of the kernel ${formatShape([kernelHeight, kernelWidth])}`);
  }
  const size = options.ceilMode ? outputSizeCeil : outputSize;
  const outHeight = size(inHeight, padTop, padTop, kernelExtent(kernelHeight, dilationHeight), strideHeight);
  const outWidth = size(inWidth, padLeft, padLeft, kernelExtent(kernelWidth, dilationWidth), strideWidth);
  if (outHeight < 1 || outWidth < 1) {
    throw new ShapeError(`${name}: kernel ${formatShape([kernelHeight, kernelWidth])} does not fit into the input ${formatShape(input)}`);
  }
  return {
    batch, channels, inHeight, inWidth, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth,
    dilationHeight, dilationWidth, padTop, padLeft, padBottom: padTop, padRight: padLeft,
    countIncludePad: (options.countIncludePad ?? true) ? 1 : 0,
    divisorOverride: options.divisorOverride === undefined ? 0 : checkInteger(name, "divisorOverride", options.divisorOverride, 1),
  };
}
