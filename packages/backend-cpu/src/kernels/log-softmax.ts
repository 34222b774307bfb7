/**
 * logSoftmax: output = input − ln Σ e^input over the classes; logSoftmaxGrad: gradInput = gradOutput − e^output · Σ gradOutput. [outer, classes, inner], dense.
 */
import type { ClassGeometry, TypedArray } from "@convoke/core/backend";

export function logSoftmax(input: TypedArray, g: ClassGeometry, output: TypedArray): void {
  const step = g.inner;
  const span = g.classes * step;
  for (let from = 0; from < g.outer * span; from += span) {
    for (let first = from; first < from + step; first++) {
      const greatest = greatestOf(input, first, span, step);
      const logSum = Math.log(sumOfPowers(input, first, span, step, greatest));
      for (let i = first; i < first + span; i += step) output[i] = input[i] - greatest - logSum;
    }
  }
}

export function logSoftmaxGrad(gradOutput: TypedArray, output: TypedArray, g: ClassGeometry, gradInput: TypedArray): void {
  const step = g.inner;
  const span = g.classes * step;
  for (let from = 0; from < g.outer * span; from += span) {
    for (let first = from; first < from + step; first++) {
      let sum = 0;
      for (let i = first; i < first + span; i += step) sum += gradOutput[i];
      for (let i = first; i < first + span; i += step) gradInput[i] = gradOutput[i] - Math.exp(output[i]) * sum;
    }
  }
}

/** The greatest of x[first], x[first + step] … below first + span; what is NaN stays out, and shows in the sum. */
export function greatestOf(x: TypedArray, first: number, span: number, step: number): number {
  let greatest = x[first];
  for (let i = first + step; i < first + span; i += step) if (x[i] > greatest) greatest = x[i];
  return greatest;
}

/** Σ e^(x − greatest) */
export function sumOfPowers(x: TypedArray, first: number, span: number, step: number, greatest: number): number {
  let sum = 0;
  for (let i = first; i < first + span; i += step) sum += Math.exp(x[i] - greatest);
  return sum;
}
