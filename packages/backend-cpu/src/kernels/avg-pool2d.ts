/**
 * avgPool2d: output[n, c, h, w] = Σ input[n, c, h·stride − pad + kh·dilation, …] over the cells inside the input ÷ averageDivisor(h, w).
 * avgPool2dGrad: each of those cells gets gradOutput[n, c, h, w] ÷ averageDivisor(h, w). All dense.
 */
import { averageDivisor, type Pool2dGeometry, type TypedArray } from "@convoke/core/backend";
import { frameOf, intoFrame, outOfFrame } from "./frame.js";
import { offsetsOf } from "./offsets.js";

export function avgPool2d(input: TypedArray, g: Pool2dGeometry, output: TypedArray): void {
  const { frame, padded, corners, taps, divisors } = windowsOf(g);
  for (let plane = 0, to = 0; plane < g.batch * g.channels; plane++) {
    intoFrame(input, plane, 1, g, frame, padded);
    for (let i = 0; i < corners.length; i++, to++) {
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += padded[(corners[i] + taps[k]) | 0];
      output[to] = sum / divisors[i];
    }
  }
}

export function avgPool2dGrad(gradOutput: TypedArray, g: Pool2dGeometry, gradInput: TypedArray): void {
  const { frame, padded, corners, taps, divisors } = windowsOf(g);
  gradInput.fill(0);
  for (let plane = 0, from = 0; plane < g.batch * g.channels; plane++) {
    padded.fill(0);
    for (let i = 0; i < corners.length; i++, from++) {
      const share = gradOutput[from] / divisors[i];
      for (let k = 0; k < taps.length; k++) padded[(corners[i] + taps[k]) | 0] += share;
    }
    outOfFrame(padded, plane, 1, g, frame, gradInput);
  }
}

/** One plane in its frame of zeros, and for all planes where windows begin [oH, oW], what they cover [kH, kW], and what divides their sums [oH, oW]. */
function windowsOf(g: Pool2dGeometry) {
  const frame = frameOf(g);
  return {
    frame,
    padded: new Float64Array(frame.height * frame.width),
    corners: offsetsOf({ shape: [g.outHeight, g.outWidth], strides: [g.strideHeight * frame.width, g.strideWidth], offset: 0 }),
    taps: offsetsOf({ shape: [g.kernelHeight, g.kernelWidth], strides: [g.dilationHeight * frame.width, g.dilationWidth], offset: 0 }),
    divisors: Float64Array.from({ length: g.outHeight * g.outWidth }, (_, i) => averageDivisor(g, Math.floor(i / g.outWidth), i % g.outWidth)),
  };
}
