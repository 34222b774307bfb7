import type { Storage } from "../backend.js";
import type { Conv2dGeometry } from "../geometry.js";
import { dense, permuteLayout, type Layout } from "../layout.js";
import { embed, withScratch, type Required } from "./scratch.js";
import { frameOf, windowsLayout } from "./windows.js";

/** The columns of a convolution: input [N, Cin, H, W] → [G, Cin/G · kH · kW, N · oH · oW], zeros where windows reach into the padding. */
export function im2col<S extends Storage>(backend: Required<S>, input: S, g: Conv2dGeometry): S {
  const frame = frameOf(g);
  return withScratch(backend, (keep) => {
    const framed = keep(embed(backend, input, [g.batch, g.inChannels, g.inHeight, g.inWidth], { ...frame, value: 0 }));
    const windows = windowsLayout(g, g.inChannels, frame);
    // [N, C, kH, kW, oH, oW] → [C, kH, kW, N, oH, oW]; the groups are blocks of C.
    return backend.copy({ storage: framed, layout: permuteLayout(windows, [1, 2, 3, 0, 4, 5]) }, input.dtype);
  });
}

/** A dense [G, C, N, P] read as [N, G, C, P]. */
export function inGroups(groups: number, channels: number, batch: number, cells: number): Layout {
  return permuteLayout(dense([groups, channels, batch, cells]), [2, 0, 1, 3]);
}

/** A dense [N, G, C, P] read as [G, C, N, P]. */
export function byGroups(groups: number, channels: number, batch: number, cells: number): Layout {
  return permuteLayout(dense([batch, groups, channels, cells]), [1, 2, 0, 3]);
}
