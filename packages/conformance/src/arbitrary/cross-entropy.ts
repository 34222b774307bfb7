import fc from "fast-check";
import type { CrossEntropyOptions } from "../oracle/cross-entropy.js";
import type { Dense } from "../oracle/dense.js";
import { oracleSoftmax } from "../oracle/softmax.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryModerate, arbitraryPositive } from "./float.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryShape, arbitrarySize } from "./shape.js";

export interface CrossEntropyCase {
  inputs: { input: Dense; target: Dense; weight: Dense | null };
  /** Whether target holds class indices (int32) or probabilities (float). */
  targetKind: "indices" | "probabilities";
  attributes: Omit<CrossEntropyOptions, "weight">;
}

/** Probabilities along the class axis, as float32 values. */
function probabilities(logits: Dense): Dense {
  const { shape, data } = oracleSoftmax(logits, logits.shape.length === 1 ? 0 : 1);
  return { shape, data: Array.from(data, Math.fround) };
}

const reduction = fc.constantFrom("mean" as const, "sum" as const, "none" as const);
const labelSmoothing = fc.constantFrom(0, 0.125, 0.5, 1);

const classWeight = (classes: number) => fc.option(arbitraryDense([classes], arbitraryPositive()));

function withProbabilities(shape: number[], classes: number, element: fc.Arbitrary<number>): fc.Arbitrary<CrossEntropyCase> {
  return fc.record({
    inputs: fc.record({
      input: arbitraryDense(shape, element),
      target: arbitraryDense(shape, arbitraryModerate()).map(probabilities),
      weight: classWeight(classes),
    }),
    targetKind: fc.constant("probabilities" as const),
    attributes: arbitraryOptions({ reduction, labelSmoothing }),
  });
}

function withIndices(shape: number[], classes: number, element: fc.Arbitrary<number>): fc.Arbitrary<CrossEntropyCase> {
  const targetShape = shape.toSpliced(shape.length === 1 ? 0 : 1, 1);
  return arbitraryOptions({ reduction, labelSmoothing, ignoreIndex: fc.constantFrom(-100, -1, 0) }).chain((attributes) => {
    const label = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: classes - 1 }) },
      { weight: 1, arbitrary: fc.constant(attributes.ignoreIndex ?? -100) },
    );
    return fc.record({
      inputs: fc.record({
        input: arbitraryDense(shape, element),
        target: arbitraryDense(targetShape, label),
        weight: classWeight(classes),
      }),
      targetKind: fc.constant("indices" as const),
      attributes: fc.constant(attributes),
    });
  });
}

/**
 * input [C], [N, C] or [N, C, d1, …]; targets as indices, some of them ignored, or as probabilities; class weights.
 * Where every target is ignored, or there is none, the mean is NaN.
 */
export function arbitraryCrossEntropy(element = arbitraryModerate()): fc.Arbitrary<CrossEntropyCase> {
  return fc
    .record({
      batch: fc.option(arbitrarySize(4), { freq: 5 }),
      classes: fc.integer({ min: 1, max: 5 }),
      places: arbitraryShape({ maxRank: 2, maxSize: 3 }),
    })
    .chain(({ batch, classes, places }) => {
      const shape = batch === null ? [classes] : [batch, classes, ...places];
      return fc.oneof(withIndices(shape, classes, element), withProbabilities(shape, classes, element));
    });
}
