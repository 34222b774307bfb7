import { kernelExtent, type Conv2dGeometry, type Pool2dGeometry } from "../geometry.js";
import type { Layout } from "../layout.js";

type Windows = Pick<
  Conv2dGeometry & Pool2dGeometry,
  | "batch" | "inHeight" | "inWidth" | "outHeight" | "outWidth" | "kernelHeight" | "kernelWidth" | "strideHeight" | "strideWidth"
  | "dilationHeight" | "dilationWidth" | "padTop" | "padLeft"
>;

/** The padded plane that all windows need, no more: its size, and where the input stands in it. */
export interface Frame {
  readonly height: number;
  readonly width: number;
  readonly top: number;
  readonly left: number;
}

/** The frame of a geometry: padding before the input, then whatever the last window reaches. */
export function frameOf(g: Windows): Frame {
  return {
    height: Math.max((g.outHeight - 1) * g.strideHeight + kernelExtent(g.kernelHeight, g.dilationHeight), g.padTop + 1),
    width: Math.max((g.outWidth - 1) * g.strideWidth + kernelExtent(g.kernelWidth, g.dilationWidth), g.padLeft + 1),
    top: g.padTop,
    left: g.padLeft,
  };
}

/**
 * im2col as a view: a framed input [N, C, height, width] seen as [N, C, kH, kW, oH, oW] without a copy.
 *
 * Element (n, c, kh, kw, h, w) is input (n, c, h·stride + kh·dilation, w·stride + kw·dilation).
 */
export function windowsLayout(g: Windows, channels: number, frame: Frame): Layout {
  const row = frame.width;
  const plane = frame.height * row;
  return {
    shape: [g.batch, channels, g.kernelHeight, g.kernelWidth, g.outHeight, g.outWidth],
    strides: [channels * plane, plane, g.dilationHeight * row, g.dilationWidth, g.strideHeight * row, g.strideWidth],
    offset: 0,
  };
}

/** One kernel position of all windows: [N, C, oH, oW]. */
export function positionLayout(windows: Layout, kh: number, kw: number): Layout {
  const { shape, strides } = windows;
  const pick = (sizes: readonly number[]): number[] => [sizes[0]!, sizes[1]!, sizes[4]!, sizes[5]!];
  return { shape: pick(shape), strides: pick(strides), offset: kh * strides[2]! + kw * strides[3]! };
}
