/**
 * A convolution as matrix products without im2col.
 *
 * A few images at a time stand in a frame. Cell (position, pixel) of their patch matrix, [Cin/groups · kH · kW, images · oH · oW], is
 * frame[taps[position] + pixels[pixel]]: a sum of two tables, which gemm reads and writes as it is. The forward pass and both gradients are
 * products of weight, patches and output in their three arrangements.
 */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { frameOf, type Frame } from "./frame.js";
import { axisOffsets, offsetsOf } from "./offsets.js";

/** Images `first` … of the batch, and their pixels [count, oH, oW] in the frame and in the output, there relative to cell [first, 0, 0, 0]. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
  readonly pixels: Int32Array;
  readonly outPixels: Int32Array;
}

export interface Patches {
  readonly frame: Frame;
  /** Cells of the frames of a chunk, [images, Cin, height, width], and from one group to the next. */
  readonly frameSize: number;
  readonly groupSize: number;
  readonly chunks: readonly Chunk[];
  /** Positions [Cin/groups, kH, kW] in the frame, for the first group. */
  readonly taps: Int32Array;
  /** Channels [Cout/groups] in the output, for the first group. */
  readonly outChannels: Int32Array;
}

/** Enough for a product to pay for packing its weights, few enough for a frame to stay in the cache. */
const pixelsPerChunk = 512;

export function patchesOf(g: Conv2dGeometry): Patches {
  const frame = frameOf(g);
  const imageSize = g.inChannels * frame.height * frame.width;
  const outPlane = g.outHeight * g.outWidth;
  const images = Math.min(g.batch, Math.ceil(pixelsPerChunk / outPlane));
  const pixels = offsetsOf({
    shape: [images, g.outHeight, g.outWidth],
    strides: [imageSize, g.strideHeight * frame.width, g.strideWidth],
    offset: 0,
  });
  const outPixels = offsetsOf({ shape: [images, outPlane], strides: [g.outChannels * outPlane, 1], offset: 0 });
  const chunks: Chunk[] = [];
  for (let first = 0; first < g.batch; first += images) {
    const count = Math.min(images, g.batch - first);
    chunks.push({ first, count, pixels: pixels.subarray(0, count * outPlane), outPixels: outPixels.subarray(0, count * outPlane) });
  }
  return {
    frame,
    frameSize: images * imageSize,
    groupSize: imageSize / g.groups,
    chunks,
    taps: offsetsOf({
      shape: [g.inChannels / g.groups, g.kernelHeight, g.kernelWidth],
      strides: [frame.height * frame.width, g.dilationHeight * frame.width, g.dilationWidth],
      offset: 0,
    }),
    outChannels: axisOffsets(g.outChannels / g.groups, outPlane),
  };
}
