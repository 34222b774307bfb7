/**
 * conv2dGradInput: gradInput[n, ci, y, x] = Σ weight[co, ci, kh, kw] · gradOutput[n, co, h, w] over all (co, kh, kw, h, w) whose window covers (y, x);
 * weightᵀ [K, Cout/groups] × gradOutput [Cout/groups, pixels], added to the patches that they came from (col2im).
 *
 * conv2dGradWeight: gradWeight[co, ci, kh, kw] = Σ_{n, h, w} gradOutput[n, co, h, w] · input[n, ci, h·stride − pad + kh·dilation, …];
 * gradOutput [Cout/groups, pixels] × patchesᵀ [pixels, K], summed over the chunks in float64.
 *
 * Shapes as in conv2d.ts, K = Cin/groups · kH · kW.
 */
import { allocate, type Conv2dGeometry, type Epilogue } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { activate, startWith } from "./epilogue.js";
import { intoFrame, outOfFrame } from "./frame.js";
import { gemm } from "./gemm.js";
import { axisOffsets } from "./offsets.js";
import { patchesOf } from "./patches.js";

export function conv2dGradInput(
  gradOutput: CpuStorage,
  weight: CpuStorage,
  g: Conv2dGeometry,
  gradInput: CpuStorage,
  epilogue: Epilogue<CpuStorage> = {},
): void {
  const patches = patchesOf(g);
  const { taps, outChannels } = patches;
  const frame = new Float64Array(patches.frameSize);
  const outPlane = g.outHeight * g.outWidth;
  const channels = axisOffsets(outChannels.length, taps.length);
  const positions = axisOffsets(taps.length, 1);
  startWith(gradInput, g.inChannels, g.inHeight * g.inWidth, epilogue);
  for (const chunk of patches.chunks) {
    frame.fill(0);
    for (let group = 0; group < g.groups; group++) {
      const channel = group * outChannels.length;
      gemm(
        { data: weight.data, offset: channel * taps.length, outer: positions, depth: channels },
        { data: gradOutput.data, offset: (chunk.first * g.outChannels + channel) * outPlane, outer: chunk.outPixels, depth: outChannels },
        { data: frame, offset: group * patches.groupSize, rows: taps, columns: chunk.pixels },
      );
    }
    outOfFrame(frame, chunk.first * g.inChannels, chunk.count * g.inChannels, g, patches.frame, gradInput.data);
  }
  activate(gradInput, epilogue.activation);
}

export function conv2dGradWeight(gradOutput: CpuStorage, input: CpuStorage, g: Conv2dGeometry, gradWeight: CpuStorage): void {
  const patches = patchesOf(g);
  const { taps, outChannels } = patches;
  const frame = allocate(input.dtype, patches.frameSize);
  const sum = new Float64Array(gradWeight.size);
  const outPlane = g.outHeight * g.outWidth;
  const rows = axisOffsets(outChannels.length, taps.length);
  const columns = axisOffsets(taps.length, 1);
  for (const chunk of patches.chunks) {
    intoFrame(input.data, chunk.first * g.inChannels, chunk.count * g.inChannels, g, patches.frame, frame);
    for (let group = 0; group < g.groups; group++) {
      const channel = group * outChannels.length;
      gemm(
        { data: gradOutput.data, offset: (chunk.first * g.outChannels + channel) * outPlane, outer: outChannels, depth: chunk.outPixels },
        { data: frame, offset: group * patches.groupSize, outer: taps, depth: chunk.pixels },
        { data: sum, offset: channel * taps.length, rows, columns },
      );
    }
  }
  gradWeight.data.set(sum);
}
