/**
 * conv2d: output[n, co, h, w] = activation(Σ_{ci, kh, kw} weight[co, ci, kh, kw] · input[n, ci, h·stride − pad + kh·dilation, …] + bias[co] + residual)
 * gradInput: gathers, for each cell of the input, the windows that used it; bias [Cin].
 * gradWeight: output[part, co, ci, kh, kw] = the sum over the images of one part; a reduction over the parts follows.
 *
 * input [N, Cin, H, W], weight [Cout, Cin/groups, kH, kW], gradOutput [N, Cout, oH, oW], all dense.
 */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { memoized, type Program } from "../program.js";
import type { EpilogueParts } from "./epilogue.js";

const dims = [
  "batch", "inChannels", "inHeight", "inWidth", "outChannels", "outHeight", "outWidth", "kernelHeight", "kernelWidth",
  "strideHeight", "strideWidth", "dilationHeight", "dilationWidth", "padTop", "padLeft",
] as const;

/** The dims of all three: geometry, then channels of a group of the input and of the output, then images of a part. */
export function conv2dDims(g: Conv2dGeometry, partImages = g.batch): number[] {
  return [...dims.map((dim) => g[dim]), g.inChannels / g.groups, g.outChannels / g.groups, partImages];
}

const names = [...dims, "groupInChannels", "groupOutChannels", "partImages"];

export function conv2dProgram({ tag, inputs, source }: EpilogueParts): Program {
  return memoized(`conv2d ${tag}`, () => ({
    inputs: ["x", "weight", ...inputs],
    dims: names,
    body: () => `
const line = idiv(this.thread.x, $outWidth); const ow = this.thread.x - line * $outWidth;
const plane = idiv(line, $outHeight); const oh = line - plane * $outHeight;
const n = idiv(plane, $outChannels); const co = plane - n * $outChannels;
const h0 = oh * $strideHeight - $padTop; const w0 = ow * $strideWidth - $padLeft;
const firstChannel = n * $inChannels + idiv(co, $groupOutChannels) * $groupInChannels;
let y = 0;
for (let ci = 0; ci < $groupInChannels; ci++) {
  for (let kh = 0; kh < $kernelHeight; kh++) {
    const h = h0 + kh * $dilationHeight;
    if (h >= 0) { if (h < $inHeight) {
      const xAt = ((firstChannel + ci) * $inHeight + h) * $inWidth;
      const weightAt = ((co * $groupInChannels + ci) * $kernelHeight + kh) * $kernelWidth;
      for (let kw = 0; kw < $kernelWidth; kw++) {
        const w = w0 + kw * $dilationWidth;
        if (w >= 0) { if (w < $inWidth) { y = y + x[xAt + w] * weight[weightAt + kw]; } }
      }
    } }
  }
}
${source("co")} return y;`,
  }));
}

export function conv2dGradInputProgram({ tag, inputs, source }: EpilogueParts): Program {
  return memoized(`conv2dGradInput ${tag}`, () => ({
    inputs: ["grad", "weight", ...inputs],
    dims: names,
    body: () => `
const line = idiv(this.thread.x, $inWidth); const w = this.thread.x - line * $inWidth;
const plane = idiv(line, $inHeight); const h = line - plane * $inHeight;
const n = idiv(plane, $inChannels); const c = plane - n * $inChannels;
const group = idiv(c, $groupInChannels); const ci = c - group * $groupInChannels;
const firstChannel = group * $groupOutChannels;
let y = 0;
for (let kh = 0; kh < $kernelHeight; kh++) {
  const hFrom = h + $padTop - kh * $dilationHeight; const oh = idiv(hFrom, $strideHeight);
  if (oh >= 0) { if (oh < $outHeight) { if (oh * $strideHeight === hFrom) {
    for (let kw = 0; kw < $kernelWidth; kw++) {
      const wFrom = w + $padLeft - kw * $dilationWidth; const ow = idiv(wFrom, $strideWidth);
      if (ow >= 0) { if (ow < $outWidth) { if (ow * $strideWidth === wFrom) {
        for (let j = 0; j < $groupOutChannels; j++) {
          const co = firstChannel + j;
          y = y + grad[((n * $outChannels + co) * $outHeight + oh) * $outWidth + ow] * weight[((co * $groupInChannels + ci) * $kernelHeight + kh) * $kernelWidth + kw];
        }
      } } }
    }
  } } }
}
${source("c")} return y;`,
  }));
}

export const conv2dGradWeightProgram: Program = {
  name: "conv2dGradWeight",
  inputs: ["grad", "x"],
  dims: names,
  body: () => `
const line = idiv(this.thread.x, $kernelWidth); const kw = this.thread.x - line * $kernelWidth;
const plane = idiv(line, $kernelHeight); const kh = line - plane * $kernelHeight;
const filter = idiv(plane, $groupInChannels); const ci = plane - filter * $groupInChannels;
const part = idiv(filter, $outChannels); const co = filter - part * $outChannels;
const channel = idiv(co, $groupOutChannels) * $groupInChannels + ci;
const h0 = kh * $dilationHeight - $padTop; const w0 = kw * $dilationWidth - $padLeft;
let y = 0;
for (let i = 0; i < $partImages; i++) {
  const n = part * $partImages + i;
  if (n < $batch) {
    for (let oh = 0; oh < $outHeight; oh++) {
      const h = oh * $strideHeight + h0;
      if (h >= 0) { if (h < $inHeight) {
        const xAt = ((n * $inChannels + channel) * $inHeight + h) * $inWidth;
        const gradAt = ((n * $outChannels + co) * $outHeight + oh) * $outWidth;
        for (let ow = 0; ow < $outWidth; ow++) {
          const w = ow * $strideWidth + w0;
          if (w >= 0) { if (w < $inWidth) { y = y + x[xAt + w] * grad[gradAt + ow]; } }
        }
      } }
    }
  }
}
return y;`,
};
