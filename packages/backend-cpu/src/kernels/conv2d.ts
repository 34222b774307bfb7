/**
 * conv2d: output[n, co, h, w] = activation(Σ_{ci, kh, kw} weight[co, ci, kh, kw] · input[n, ci, h·stride − pad + kh·dilation, …] + bias[co] + residual)
 *
 * Per group and chunk of images one product: weight [Cout/groups, K] × patches [K, pixels], K = Cin/groups · kH · kW (patches.ts).
 * input [N, Cin, H, W], weight [Cout, Cin/groups, kH, kW], output [N, Cout, oH, oW], all dense.
 */
import { allocate, type Conv2dGeometry, type Epilogue } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { activate, startWith } from "./epilogue.js";
import { intoFrame } from "./frame.js";
import { gemm } from "./gemm.js";
import { axisOffsets } from "./offsets.js";
import { patchesOf } from "./patches.js";

export function conv2d(input: CpuStorage, weight: CpuStorage, g: Conv2dGeometry, output: CpuStorage, epilogue: Epilogue<CpuStorage> = {}): void {
  const patches = patchesOf(g);
  const { taps, outChannels } = patches;
  const frame = allocate(input.dtype, patches.frameSize);
  const outPlane = g.outHeight * g.outWidth;
  const channels = axisOffsets(outChannels.length, taps.length);
  const depth = axisOffsets(taps.length, 1);
  startWith(output, g.outChannels, outPlane, epilogue);
  for (const chunk of patches.chunks) {
    intoFrame(input.data, chunk.first * g.inChannels, chunk.count * g.inChannels, g, patches.frame, frame);
    for (let group = 0; group < g.groups; group++) {
      const channel = group * outChannels.length;
      gemm(
        { data: weight.data, offset: channel * taps.length, outer: channels, depth },
        { data: frame, offset: group * patches.groupSize, outer: chunk.pixels, depth: taps },
        { data: output.data, offset: (chunk.first * g.outChannels + channel) * outPlane, rows: outChannels, columns: chunk.outPixels },
      );
    }
  }
  activate(output, epilogue.activation);
}
