import fc from "fast-check";
import type { AvgPool2dOptions } from "../oracle/avg-pool2d.js";
import type { Dense } from "../oracle/dense.js";
import type { MaxPool2dOptions } from "../oracle/max-pool2d.js";
import { pairOf } from "../oracle/window.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat, arbitraryTie } from "./float.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryBatch, arbitraryExtra, arbitraryPair, sizeFrom } from "./spatial.js";

export interface Pool2dCase<Options> {
  inputs: { input: Dense };
  kernelSize: number | [number, number];
  attributes: Options;
}

type Windows = Pick<MaxPool2dOptions, "stride" | "padding" | "dilation" | "ceilMode">;

/**
 * padding <= kernelSize/2, at least one output, and every window sees the input: for that the size must reach the
 * dilation. With ceilMode a window may reach up to stride − 1 beyond the padding.
 */
function arbitraryPool2d<Options extends object>(
  element: fc.Arbitrary<number>,
  maxDilation: number,
  more: fc.Arbitrary<Options>,
): fc.Arbitrary<Pool2dCase<Windows & Options>> {
  const windows = arbitraryOptions<Windows>({
    stride: arbitraryPair(1, 3),
    padding: arbitraryPair(0, 2),
    ceilMode: fc.boolean(),
    ...(maxDilation > 1 ? { dilation: arbitraryPair(1, maxDilation) } : {}),
  });
  return fc
    .record({
      lead: arbitraryBatch(),
      channels: fc.integer({ min: 1, max: 3 }),
      kernelSize: arbitraryPair(1, 4),
      extra: fc.tuple(arbitraryExtra, arbitraryExtra),
      windows,
      more,
    })
    .chain(({ lead, channels, kernelSize, extra, windows: drawn, more }) => {
      const limit = pairOf(kernelSize).map((kernel) => Math.floor(kernel / 2));
      const [padHeight, padWidth] = pairOf(drawn.padding ?? 0);
      const padding: [number, number] = [Math.min(padHeight, limit[0] ?? 0), Math.min(padWidth, limit[1] ?? 0)];
      const { stride = kernelSize, dilation = 1, ceilMode = false } = drawn;
      const sizes = ([0, 1] as const).map((i) => {
        const reach = pairOf(dilation)[i] * (pairOf(kernelSize)[i] - 1) + 1;
        const beyond = 2 * padding[i] + (ceilMode ? pairOf(stride)[i] - 1 : 0);
        return sizeFrom(Math.max(pairOf(dilation)[i], reach - beyond), extra[i]);
      });
      return fc.record({
        inputs: fc.record({ input: arbitraryDense([...lead, channels, ...sizes], element) }),
        kernelSize: fc.constant(kernelSize),
        attributes: fc.constant({ ...drawn, ...("padding" in drawn ? { padding } : {}), ...more }),
      });
    });
}

/** With many equal maxima by default. */
export function arbitraryMaxPool2d(
  element = fc.oneof(arbitraryTie(), arbitraryFloat()),
): fc.Arbitrary<Pool2dCase<Omit<MaxPool2dOptions, "returnIndices">>> {
  return arbitraryPool2d(element, 3, fc.constant({}));
}

export function arbitraryAvgPool2d(element = arbitraryFloat()): fc.Arbitrary<Pool2dCase<AvgPool2dOptions>> {
  const more = fc.oneof(
    { weight: 3, arbitrary: arbitraryOptions({ countIncludePad: fc.boolean() }) },
    { weight: 1, arbitrary: arbitraryOptions({ countIncludePad: fc.boolean(), divisorOverride: fc.integer({ min: 1, max: 9 }) }) },
  );
  return arbitraryPool2d(element, 1, more);
}
