import { kernelExtent, outputSize, type Conv2dGeometry } from "../../backend/geometry.js";
import type { Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { formatShape } from "../../tensor/format.js";
import { checkInteger, resolvePair } from "../checks.js";

/** A number for all sides, [vertical, horizontal], [top, bottom, left, right], "same" (stride 1 only) or "valid". */
export type Padding = number | readonly number[] | "same" | "valid";

/** How a convolution walks; the arguments of PyTorch's `conv2d`. */
export interface ConvolutionOptions {
  readonly stride?: number | readonly [number, number];
  readonly padding?: Padding;
  readonly dilation?: number | readonly [number, number];
  readonly groups?: number;
}

/** Resolves and checks a batched convolution: every message about conv2d's shapes is made here. */
export function conv2dGeometry(name: string, input: Shape, weight: Shape, options: ConvolutionOptions): Conv2dGeometry {
  if (weight.length !== 4) throw new ShapeError(`${name}: weight has shape ${formatShape(weight)}, expected [outChannels, inChannels / groups, kernelHeight, kernelWidth]`);
  if (input.length !== 4) throw new ShapeError(`${name}: input has shape ${formatShape(input)}, expected [batch, channels, height, width]`);
  const [batch, inChannels, inHeight, inWidth] = input as [number, number, number, number];
  const [outChannels, perGroup, kernelHeight, kernelWidth] = weight as [number, number, number, number];
  const [strideHeight, strideWidth] = resolvePair(name, "stride", options.stride ?? 1, 1);
  const [dilationHeight, dilationWidth] = resolvePair(name, "dilation", options.dilation ?? 1, 1);
  const groups = checkInteger(name, "groups", options.groups ?? 1, 1);
  if (inChannels !== perGroup * groups) {
    throw new ShapeError(`${name}: input has ${inChannels} channels, but weight ${formatShape(weight)} with groups ${groups} expects ${perGroup * groups}`);
  }
  if (outChannels % groups !== 0) throw new ShapeError(`${name}: weight ${formatShape(weight)} has ${outChannels} output channels, expected a multiple of groups ${groups}`);
  if (kernelHeight < 1 || kernelWidth < 1) throw new ShapeError(`${name}: weight ${formatShape(weight)} has an empty kernel`);
  const extents = [kernelExtent(kernelHeight, dilationHeight), kernelExtent(kernelWidth, dilationWidth)] as const;
  const [padTop, padBottom, padLeft, padRight] = resolvePadding(name, options.padding ?? 0, extents, strideHeight * strideWidth);
  const outHeight = outputSize(inHeight, padTop, padBottom, extents[0], strideHeight);
  const outWidth = outputSize(inWidth, padLeft, padRight, extents[1], strideWidth);
  if (outHeight < 1 || outWidth < 1) {
    const padded = formatShape([inHeight + padTop + padBottom, inWidth + padLeft + padRight]);
    throw new ShapeError(`${name}: kernel of extent ${formatShape(extents)} does not fit into the padded input ${padded}`);
  }
  return {
    batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, kernelHeight, kernelWidth,
    strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft, padBottom, padRight, groups,
  };
}

/** → [top, bottom, left, right]. "same" puts the smaller half first. */
export function resolvePadding(name: string, padding: Padding, extents: readonly [number, number], stride: number): readonly [number, number, number, number] {
  if (padding === "valid") return [0, 0, 0, 0];
  if (padding === "same") {
    if (stride !== 1) throw new ArgumentError(`${name}: padding "same" needs stride 1`);
    const half = (extent: number): [number, number] => [Math.floor((extent - 1) / 2), Math.ceil((extent - 1) / 2)];
    return [...half(extents[0]), ...half(extents[1])];
  }
  if (typeof padding === "string") throw new ArgumentError(`${name}: padding is "${String(padding)}", expected a number, "same" or "valid"`);
  if (typeof padding === "number" || padding.length === 2) {
    const [vertical, horizontal] = resolvePair(name, "padding", padding, 0);
    return [vertical, vertical, horizontal, horizontal];
  }
  if (padding.length !== 4) throw new ArgumentError(`${name}: padding is ${formatShape(padding)}, expected [vertical, horizontal] or [top, bottom, left, right]`);
  return padding.map((side) => checkInteger(name, "padding", side, 0)) as [number, number, number, number];
}
