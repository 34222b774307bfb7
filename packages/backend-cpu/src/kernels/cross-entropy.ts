/**
 * crossEntropy: losses[o, i] = −Σ_c q_c · weight_c · ln p_c with p = softmax of input[o, :, i], q_c = (1 − s) · (c = target) + s / C; [outer, classes, inner].
 * crossEntropyGrad: gradInput[o, c, i] = gradOutput[o, i] · (p_c · Σ q · weight − q_c · weight_c). Both 0 where the target is ignored.
 */
import type { CrossEntropyGeometry, TypedArray } from "@convoke/core/backend";
import { greatestOf, sumOfPowers } from "./log-softmax.js";

export function crossEntropy(input: TypedArray, target: TypedArray, weight: TypedArray | undefined, g: CrossEntropyGeometry, losses: TypedArray): void {
  const { classes, inner, labelSmoothing } = g;
  const span = classes * inner;
  for (let place = 0; place < g.outer * inner; place++) {
    const label = target[place];
    losses[place] = 0;
    if (label === g.ignoreIndex) continue;
    const first = firstOf(place, g);
    const greatest = greatestOf(input, first, span, inner);
    const logSum = Math.log(sumOfPowers(input, first, span, inner, greatest));
    let loss = 0;
    if (label >= 0 && label < classes) loss = (1 - labelSmoothing) * weightOf(weight, label) * (greatest - input[first + label * inner] + logSum);
    // A share of 0 counts nothing: 0 · −∞ would be NaN.
    if (labelSmoothing !== 0) {
      for (let c = 0, i = first; c < classes; c++, i += inner) loss += (labelSmoothing / classes) * weightOf(weight, c) * (greatest - input[i] + logSum);
    }
    losses[place] = loss;
  }
}

export function crossEntropyGrad(
  gradOutput: TypedArray,
  input: TypedArray,
  target: TypedArray,
  weight: TypedArray | undefined,
  g: CrossEntropyGeometry,
  gradInput: TypedArray,
): void {
  const { classes, inner, labelSmoothing } = g;
  const span = classes * inner;
  const spread = labelSmoothing / classes;
  let evenly = 0;
  for (let c = 0; c < classes; c++) evenly += spread * weightOf(weight, c);
  for (let place = 0; place < g.outer * inner; place++) {
    const label = target[place];
    const first = firstOf(place, g);
    if (label === g.ignoreIndex) {
      for (let i = first; i < first + span; i += inner) gradInput[i] = 0;
      continue;
    }
    const hit = label >= 0 && label < classes ? (1 - labelSmoothing) * weightOf(weight, label) : 0;
    const greatest = greatestOf(input, first, span, inner);
    const scale = (evenly + hit) / sumOfPowers(input, first, span, inner, greatest);
    for (let c = 0, i = first; c < classes; c++, i += inner) {
      const mass = spread * weightOf(weight, c) + (c === label ? hit : 0);
      gradInput[i] = gradOutput[place] * (Math.exp(input[i] - greatest) * scale - mass);
    }
  }
}

/** Where class 0 of a place stands. */
function firstOf(place: number, { classes, inner }: CrossEntropyGeometry): number {
  const row = Math.floor(place / inner);
  return row * classes * inner + (place - row * inner);
}

function weightOf(weight: TypedArray | undefined, c: number): number {
  return weight === undefined ? 1 : weight[c];
}
