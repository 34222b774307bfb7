import type { Dense } from "./dense.js";

/** One number for both spatial axes, or [height, width]. */
export type Pair = number | readonly number[];

/** number | [h, w] | [top, bottom, left, right] | "same" | "valid". */
export type Padding = Pair | "same" | "valid";

export interface Sides {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function pairOf(value: Pair): [height: number, width: number] {
  if (typeof value === "number") return [value, value];
  const [height = Number.NaN, width = height] = value;
  return [height, width];
}

/** Padding of each side; "same" adds dilation·(k − 1) in all, the smaller half at the top and left. */
export function sidesOf(padding: Padding, kernelSize: Pair, dilation: Pair): Sides {
  if (padding === "valid") return { top: 0, bottom: 0, left: 0, right: 0 };
  if (padding === "same") {
    const [kernelHeight, kernelWidth] = pairOf(kernelSize);
    const [dilationHeight, dilationWidth] = pairOf(dilation);
    const [height, width] = [dilationHeight * (kernelHeight - 1), dilationWidth * (kernelWidth - 1)];
    const [top, left] = [Math.floor(height / 2), Math.floor(width / 2)];
    return { top, bottom: height - top, left, right: width - left };
  }
  if (typeof padding !== "number" && padding.length === 4) {
    const [top = 0, bottom = 0, left = 0, right = 0] = padding;
    return { top, bottom, left, right };
  }
  const [height, width] = pairOf(padding);
  return { top: height, bottom: height, left: width, right: width };
}

/** The four sizes of a rank-4 shape. */
export function sizes4(shape: readonly number[]): [number, number, number, number] {
  const [a, b, c, d] = shape;
  if (a === undefined || b === undefined || c === undefined || d === undefined || shape.length > 4) {
    throw new RangeError(`oracle: expected rank 4, got [${shape}]`);
  }
  return [a, b, c, d];
}

/** [C, H, W] → [1, C, H, W]. */
export function addBatch(x: Dense): Dense {
  return { shape: [1, ...x.shape], data: x.data };
}

/** [1, C, H, W] → [C, H, W]. */
export function dropBatch(x: Dense): Dense {
  return { shape: x.shape.slice(1), data: x.data };
}
