import fc from "fast-check";
import type { Activation } from "../oracle/activation.js";
import type { Dense } from "../oracle/dense.js";
import { arbitraryBroadcastShapes } from "./broadcast.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat } from "./float.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryShape, arbitrarySize } from "./shape.js";

export interface MatmulCase {
  inputs: { a: Dense; b: Dense };
}

/** Vectors, matrices and batches that broadcast. */
export function arbitraryMatmul(element = arbitraryFloat()): fc.Arbitrary<MatmulCase> {
  return fc
    .record({
      batch: arbitraryBroadcastShapes(2, { maxRank: 2, maxSize: 3 }),
      rows: fc.option(arbitrarySize(6), { freq: 4 }),
      inner: arbitrarySize(8),
      columns: fc.option(arbitrarySize(6), { freq: 4 }),
    })
    .chain(({ batch: [left = [], right = []], rows, inner, columns }) => {
      const a = rows === null ? [inner] : [...left, rows, inner];
      const b = columns === null ? [inner] : [...right, inner, columns];
      return fc.record({ inputs: fc.record({ a: arbitraryDense(a, element), b: arbitraryDense(b, element) }) });
    });
}

export interface LinearCase {
  inputs: { input: Dense; weight: Dense; bias: Dense | null };
  attributes: { activation?: Activation };
}

/** `activation`: also draw one; without, the output has no kink and suits a gradient check. */
export function arbitraryLinear(element = arbitraryFloat(), { activation = false } = {}): fc.Arbitrary<LinearCase> {
  return fc
    .record({ lead: arbitraryShape({ maxRank: 2, maxSize: 4 }), inFeatures: arbitrarySize(8), outFeatures: arbitrarySize(6, false) })
    .chain(({ lead, inFeatures, outFeatures }) =>
      fc.record({
        inputs: fc.record({
          input: arbitraryDense([...lead, inFeatures], element),
          weight: arbitraryDense([outFeatures, inFeatures], element),
          bias: fc.option(arbitraryDense([outFeatures], element)),
        }),
        attributes: activation
          ? arbitraryOptions({ activation: fc.constantFrom("relu" as const, "relu6" as const) })
          : fc.constant({}),
      }),
    );
}
