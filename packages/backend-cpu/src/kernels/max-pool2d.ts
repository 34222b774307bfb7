/**
 * output[n, c, h, w] = max of input[n, c, h·stride − pad + kh·dilation, …] over the cells inside the input; −Infinity where there are none.
 * argmax[n, c, h, w] = kh · kW + kw of the first maximum in row-major order; NaN wins. All dense.
 */
import { allocate, type Pool2dGeometry, type TypedArray } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { frameOf, intoFrame } from "./frame.js";
import { offsetsOf } from "./offsets.js";

export function maxPool2d({ data: input, dtype }: CpuStorage, g: Pool2dGeometry, output: CpuStorage, argmax: CpuStorage | null): void {
  const frame = frameOf(g);
  const planeSize = frame.height * frame.width;
  const padded = frame.isBare ? input : allocate(dtype, planeSize).fill(dtype === "int32" ? -(2 ** 31) : -Infinity);
  const corners = offsetsOf({ shape: [g.outHeight, g.outWidth], strides: [g.strideHeight * frame.width, g.strideWidth], offset: 0 });
  const taps = offsetsOf({ shape: [g.kernelHeight, g.kernelWidth], strides: [g.dilationHeight * frame.width, g.dilationWidth], offset: 0 });
  const firsts = firstsInside(g);
  for (let plane = 0; plane < g.batch * g.channels; plane++) {
    if (!frame.isBare) intoFrame(input, plane, 1, g, frame, padded);
    const start = frame.isBare ? plane * planeSize : 0;
    maxOfPlane(padded, start, corners, taps, firsts, output.data, argmax && argmax.data, plane * corners.length);
  }
}

function maxOfPlane(
  padded: TypedArray,
  start: number,
  corners: Int32Array,
  taps: Int32Array,
  firsts: Int32Array,
  output: TypedArray,
  argmax: TypedArray | null,
  to: number,
): void {
  for (let i = 0; i < corners.length; i++) {
    const corner = start + corners[i];
    let position = firsts[i];
    let best = padded[corner + taps[position]];
    for (let k = position + 1; k < taps.length; k++) {
      // A mask and not a branch, which would be mispredicted every other time.
      const wins = -(+!(padded[(corner + taps[k]) | 0] <= best) & +(best === best));
      position += (k - position) & wins;
      best = padded[(corner + taps[position]) | 0];
    }
    output[to + i] = best;
    if (argmax !== null) argmax[to + i] = position;
  }
}

/** [oH, oW] → the first position inside the input: the winner where all cells are −Infinity, as the padding is. */
function firstsInside(g: Pool2dGeometry): Int32Array {
  const firsts = new Int32Array(g.outHeight * g.outWidth);
  const first = (start: number, dilation: number, kernelSize: number): number =>
    Math.min(Math.max(0, Math.ceil(-start / dilation)), kernelSize - 1);
  for (let h = 0, i = 0; h < g.outHeight; h++) {
    const kh = first(h * g.strideHeight - g.padTop, g.dilationHeight, g.kernelHeight);
    for (let w = 0; w < g.outWidth; w++, i++) {
      firsts[i] = kh * g.kernelWidth + first(w * g.strideWidth - g.padLeft, g.dilationWidth, g.kernelWidth);
    }
  }
  return firsts;
}
