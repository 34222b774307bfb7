import { elementwise } from "./broadcast.js";
import { at, build, type Dense } from "./dense.js";
import { atClass, type NllLossOptions, oracleNllLoss, targetWeights } from "./nll-loss.js";
import { oracleSum } from "./reduction.js";
import { reduceLoss } from "./reduction-mode.js";
import { oracleLogSoftmax } from "./softmax.js";

export interface CrossEntropyOptions extends NllLossOptions {
  labelSmoothing?: number;
}

/**
 * −Σ_c q[c] · weight[c] · logSoftmax(input)[c], where q is the target's probability of class c, or 1 at the target
 * index, and then (1 − s)·q + s/C with s = labelSmoothing. The mean divides by the number of places, or, for indices, by
 * Σ weight[target] over the places that are not ignored.
 */
export function oracleCrossEntropy(input: Dense, target: Dense, options: CrossEntropyOptions = {}): Dense {
  const { weight, ignoreIndex = -100, reduction = "mean", labelSmoothing = 0 } = options;
  const axis = input.shape.length === 1 ? 0 : 1;
  const classes = input.shape[axis] ?? 0;
  const logProbabilities = oracleLogSoftmax(input, axis);
  const classWeight = (c: number) => (weight ? at(weight, c) : 1);

  if (target.shape.length === input.shape.length) {
    const products = build(input.shape, (...index) => {
      const smoothed = at(target, ...index) * (1 - labelSmoothing) + labelSmoothing / classes;
      return -smoothed * classWeight(index[axis] ?? 0) * at(logProbabilities, ...index);
    });
    return reduceLoss(oracleSum(products, axis), reduction);
  }

  const atTarget = oracleNllLoss(logProbabilities, target, { weight, ignoreIndex, reduction: "none" });
  const overClasses = build(target.shape, (...index) => {
    if (at(target, ...index) === ignoreIndex) return 0;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum -= classWeight(c) * atClass(logProbabilities, index, c);
    return sum;
  });
  const losses = elementwise(
    (target, all) => (labelSmoothing === 0 ? target : (1 - labelSmoothing) * target + (labelSmoothing / classes) * all),
    atTarget,
    overClasses,
  );
  const weights = targetWeights(target, weight, ignoreIndex);
  return reduceLoss(losses, reduction, Array.from(weights.data).reduce((sum, value) => sum + value, 0));
}
