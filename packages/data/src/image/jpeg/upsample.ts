import type { Component, Frame } from "./frame.js";
import type { Plane } from "./inverse-dct.js";

/**
 * A component at the size of the frame.
 *
 * Halved columns and rows are interpolated with weights 3 : 1 of the nearest two ("fancy upsampling", libjpeg's default, with its roundings);
 * other ratios repeat pixels.
 */
export function upsample(plane: Plane, { width, height, h, v }: Component, frame: Frame): Plane {
  const timesH = frame.maxH / h;
  const timesV = frame.maxV / v;
  if (timesH === 1 && timesV === 1) return plane;
  const output = { data: new Uint8Array(frame.width * frame.height), stride: frame.width };
  const smooth = (timesH === 2 && timesV <= 2 && width > 2) || (timesH === 1 && timesV === 2);
  if (!smooth) return repeat(plane, timesH, timesV, output, frame);

  const sums = new Int32Array(width);
  for (let y = 0; y < frame.height; y++) {
    const near = timesV === 2 ? y >> 1 : y;
    // Odd rows lie nearer to the row below; beyond the edge the last row goes on.
    const far = timesV === 2 ? Math.min(height - 1, Math.max(0, y & 1 ? near + 1 : near - 1)) : near;
    const nearAt = near * plane.stride;
    const farAt = far * plane.stride;
    for (let x = 0; x < width; x++) sums[x] = timesV === 2 ? 3 * plane.data[nearAt + x]! + plane.data[farAt + x]! : plane.data[nearAt + x]!;
    const to = y * frame.width;
    if (timesH === 1) {
      for (let x = 0; x < width; x++) output.data[to + x] = (sums[x]! + (y & 1 ? 2 : 1)) >> 2;
    } else {
      widen(sums, timesV === 2 ? 4 : 1, output.data.subarray(to, to + frame.width));
    }
  }
  return output;
}

/** Doubles a row of numbers that are `scale` times too large: (3 · near + far) / (4 · scale), rounded up to the left and down to the right in turns. */
function widen(sums: Int32Array, scale: number, output: Uint8Array): void {
  const last = sums.length - 1;
  const shift = scale === 4 ? 4 : 2;
  const [left, right] = scale === 4 ? [8, 7] : [1, 2];
  for (let x = 0; x <= last; x++) {
    const near = sums[x]!;
    // At the edges there is no farther pixel: 4 · near, and the side that has none rounds as its neighbours do.
    output[2 * x] = x === 0 ? edge(near, scale, left) : (3 * near + sums[x - 1]! + left) >> shift;
    if (2 * x + 1 < output.length) output[2 * x + 1] = x === last ? edge(near, scale, right) : (3 * near + sums[x + 1]! + right) >> shift;
  }
}

const edge = (near: number, scale: number, rounding: number): number => (scale === 4 ? (4 * near + rounding) >> 4 : near);

function repeat(plane: Plane, timesH: number, timesV: number, output: Plane, frame: Frame): Plane {
  for (let y = 0; y < frame.height; y++) {
    const from = Math.floor(y / timesV) * plane.stride;
    for (let x = 0; x < frame.width; x++) output.data[y * frame.width + x] = plane.data[from + Math.floor(x / timesH)]!;
  }
  return output;
}
