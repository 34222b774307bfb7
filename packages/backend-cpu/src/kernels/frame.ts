/**
 * Planes [inHeight, inWidth] with as much padding around them as their windows reach, so that a window is a list of offsets and never needs a
 * bounds check. Cells that no window reaches are left out.
 */
import { kernelExtent, type Conv2dGeometry, type Pool2dGeometry, type TypedArray } from "@convoke/core/backend";

type Geometry = Conv2dGeometry | Pool2dGeometry;

export interface Frame {
  readonly height: number;
  readonly width: number;
  /** Nothing to pad: windows may read the planes themselves. */
  readonly isBare: boolean;
}

export function frameOf(g: Geometry): Frame {
  const height = (g.outHeight - 1) * g.strideHeight + kernelExtent(g.kernelHeight, g.dilationHeight);
  const width = (g.outWidth - 1) * g.strideWidth + kernelExtent(g.kernelWidth, g.dilationWidth);
  const isBare = g.padTop === 0 && g.padLeft === 0 && height <= g.inHeight && width <= g.inWidth;
  return isBare ? { height: g.inHeight, width: g.inWidth, isBare } : { height, width, isBare };
}

/** frame[i] = plane `first` + i of `planes`, for i < count; the padding stays as it is. */
export function intoFrame(planes: TypedArray, first: number, count: number, g: Geometry, { height, width }: Frame, frame: TypedArray): void {
  const rows = Math.min(g.inHeight, height - g.padTop);
  const columns = Math.min(g.inWidth, width - g.padLeft);
  for (let plane = 0; plane < count; plane++) {
    for (let h = 0; h < rows; h++) {
      const from = ((first + plane) * g.inHeight + h) * g.inWidth;
      const to = (plane * height + g.padTop + h) * width + g.padLeft;
      for (let w = 0; w < columns; w++) frame[to + w] = planes[from + w];
    }
  }
}

/** The inverse for gradients: plane `first` + i of `planes` += frame[i]. */
export function outOfFrame(frame: TypedArray, first: number, count: number, g: Geometry, { height, width }: Frame, planes: TypedArray): void {
  const rows = Math.min(g.inHeight, height - g.padTop);
  const columns = Math.min(g.inWidth, width - g.padLeft);
  for (let plane = 0; plane < count; plane++) {
    for (let h = 0; h < rows; h++) {
      const to = ((first + plane) * g.inHeight + h) * g.inWidth;
      const from = (plane * height + g.padTop + h) * width + g.padLeft;
      for (let w = 0; w < columns; w++) planes[to + w] += frame[from + w];
    }
  }
}
