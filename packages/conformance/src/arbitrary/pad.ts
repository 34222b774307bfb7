import fc from "fast-check";
import type { Dense } from "../oracle/dense.js";
import type { PadMode } from "../oracle/pad.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat, arbitraryFraction } from "./float.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryShape } from "./shape.js";

export interface PadCase {
  inputs: { x: Dense };
  padding: number[];
  attributes: { mode?: PadMode; value?: number };
}

/** Before and after one axis, never cropping more than there is. */
function constantSides(size: number): fc.Arbitrary<[number, number]> {
  const crop = Math.min(size, 2);
  return fc
    .tuple(fc.integer({ min: -crop, max: 3 }), fc.integer({ min: -crop, max: 3 }))
    .map(([before, after]) => [before, Math.max(after, -size - before)]);
}

function arbitraryConstantPad(element: fc.Arbitrary<number>): fc.Arbitrary<PadCase> {
  return arbitraryShape({ minRank: 1 })
    .chain((shape) => fc.tuple(fc.constant(shape), fc.integer({ min: 1, max: shape.length })))
    .chain(([shape, padded]) =>
      fc.record({
        inputs: fc.record({ x: arbitraryDense(shape, element) }),
        padding: fc.tuple(...shape.toReversed().slice(0, padded).map(constantSides)).map((sides) => sides.flat()),
        attributes: arbitraryOptions({ mode: fc.constant("constant" as const), value: arbitraryFraction() }),
      }),
    );
}

/** The forms that PyTorch has: the last axis of rank 2 or 3, or the last two of rank 3 or 4. */
function arbitraryMirrorPad(element: fc.Arbitrary<number>): fc.Arbitrary<PadCase> {
  return fc
    .record({
      padded: fc.integer({ min: 1, max: 2 }),
      lead: arbitraryShape({ minRank: 1, maxRank: 2, empty: false }),
      mode: fc.constantFrom("reflect" as const, "replicate" as const, "circular" as const),
      sizes: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    })
    .chain(({ padded, lead, mode, sizes }) => {
      const spatial = sizes.slice(0, padded);
      const side = (size: number) => fc.integer({ min: 0, max: mode === "reflect" ? size - 1 : mode === "circular" ? size : 4 });
      const sides = spatial.toReversed().map((size) => fc.tuple(side(size), side(size)));
      return fc.record({
        inputs: fc.record({ x: arbitraryDense([...lead, ...spatial], element) }),
        padding: fc.tuple(...sides).map((pairs) => pairs.flat()),
        attributes: fc.constant({ mode }),
      });
    });
}

/** All four modes within their limits. */
export function arbitraryPad(element = arbitraryFloat()): fc.Arbitrary<PadCase> {
  return fc.oneof(arbitraryConstantPad(element), arbitraryMirrorPad(element));
}
