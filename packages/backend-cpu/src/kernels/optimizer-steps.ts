/** The steps of SGD and Adam over dense arrays of one size, in place; the formulas are those of SgdStepOptions and AdamStepOptions. */
import type { AdamStepOptions, SgdStepOptions, TypedArray } from "@convoke/core/backend";

/** `momentumBuffer` is overwritten; `isFirst` where it holds nothing yet. */
export function sgdStep(parameter: TypedArray, gradient: TypedArray, momentumBuffer: TypedArray | null, isFirst: boolean, options: SgdStepOptions): void {
  const { lr, momentum, weightDecay } = options;
  const share = isFirst ? 1 : 1 - options.dampening;
  const kept = isFirst ? 0 : momentum;
  if (momentumBuffer === null) {
    for (let i = 0; i < parameter.length; i++) parameter[i] -= lr * (gradient[i] + weightDecay * parameter[i]);
    return;
  }
  if (isFirst) momentumBuffer.fill(0);
  const ahead = options.nesterov ? momentum : 1;
  const direct = options.nesterov ? 1 : 0;
  for (let i = 0; i < parameter.length; i++) {
    const slope = gradient[i] + weightDecay * parameter[i];
    const moved = kept * momentumBuffer[i] + share * slope;
    momentumBuffer[i] = moved;
    parameter[i] -= lr * (direct * slope + ahead * moved);
  }
}

export function adamStep(
  parameter: TypedArray,
  gradient: TypedArray,
  expAvg: TypedArray,
  expAvgSq: TypedArray,
  maxExpAvgSq: TypedArray | null,
  { lr, beta1, beta2, eps, weightDecay, decoupled, step }: AdamStepOptions,
): void {
  const keep = decoupled ? 1 - lr * weightDecay : 1;
  const decay = decoupled ? 0 : weightDecay;
  const size = lr / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < parameter.length; i++) {
    const slope = gradient[i] + decay * parameter[i];
    const average = beta1 * expAvg[i] + (1 - beta1) * slope;
    let square = beta2 * expAvgSq[i] + (1 - beta2) * slope * slope;
    expAvg[i] = average;
    expAvgSq[i] = square;
    if (maxExpAvgSq !== null) maxExpAvgSq[i] = square = Math.max(maxExpAvgSq[i], square);
    parameter[i] = keep * parameter[i] - (size * average) / (Math.sqrt(square) / correction + eps);
  }
}
