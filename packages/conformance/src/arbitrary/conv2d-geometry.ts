import fc from "fast-check";
import type { Conv2dOptions } from "../oracle/conv2d.js";
import { type Padding, pairOf, sidesOf } from "../oracle/window.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryBatch, arbitraryExtra, arbitraryPair, sizeFrom } from "./spatial.js";

export interface Conv2dGeometry {
  shapes: { input: number[]; weight: number[]; bias: number[]; output: number[] };
  attributes: Conv2dOptions;
}

const side = fc.integer({ min: 0, max: 3 });

const arbitraryPadding: fc.Arbitrary<Padding> = fc.oneof(
  side,
  fc.tuple(side, side),
  fc.tuple(side, side, side, side),
  fc.constantFrom("same" as const, "valid" as const),
);

/** What the padding mode needs of the size: a reflection stays inside, a circle goes round once. */
function smallestSize(paddingMode: Conv2dOptions["paddingMode"], before: number, after: number): number {
  if (paddingMode === "reflect") return Math.max(before, after) + 1;
  return paddingMode === "circular" ? Math.max(before, after, 1) : 1;
}

/**
 * Legal shapes and attributes of conv2d: sizes are built upwards from the smallest that gives one output, so nothing is
 * thrown away and every number shrinks on its own.
 */
export function arbitraryConv2dGeometry({ paddingModes = false } = {}): fc.Arbitrary<Conv2dGeometry> {
  const few = fc.integer({ min: 1, max: 3 });
  const mode = fc.constantFrom("zeros" as const, "reflect" as const, "replicate" as const, "circular" as const);
  return fc
    .record({
      lead: arbitraryBatch(),
      groupInputs: few,
      groupOutputs: few,
      kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
      extra: fc.tuple(arbitraryExtra, arbitraryExtra),
      attributes: arbitraryOptions<Conv2dOptions>({
        stride: arbitraryPair(1, 3),
        padding: arbitraryPadding,
        dilation: arbitraryPair(1, 3),
        groups: few,
        ...(paddingModes ? { paddingMode: mode } : {}),
      }),
    })
    .map(({ lead, groupInputs, groupOutputs, kernel, extra, attributes: drawn }) => {
      const attributes: Conv2dOptions = drawn.padding === "same" ? { ...drawn, stride: 1 } : drawn;
      const { stride = 1, padding = 0, dilation = 1, groups = 1, paddingMode } = attributes;
      const { top, bottom, left, right } = sidesOf(padding, kernel, dilation);
      const axis = (i: 0 | 1, before: number, after: number) => {
        const reach = pairOf(dilation)[i] * (kernel[i] - 1) + 1;
        const size = sizeFrom(Math.max(smallestSize(paddingMode, before, after), reach - before - after), extra[i]);
        return { size, out: Math.floor((size + before + after - reach) / pairOf(stride)[i]) + 1 };
      };
      const height = axis(0, top, bottom);
      const width = axis(1, left, right);
      const outChannels = groupOutputs * groups;
      const shapes = {
        input: [...lead, groupInputs * groups, height.size, width.size],
        weight: [outChannels, groupInputs, ...kernel],
        bias: [outChannels],
        output: [...lead, outChannels, height.out, width.out],
      };
      return { shapes, attributes };
    });
}
