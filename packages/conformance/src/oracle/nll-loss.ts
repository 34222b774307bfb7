import { at, build, type Dense } from "./dense.js";
import { reduceLoss, type Reduction } from "./reduction-mode.js";

export interface NllLossOptions {
  weight?: Dense | null | undefined;
  ignoreIndex?: number;
  reduction?: Reduction;
}

/** x[n, class, …]; without a batch axis x[class]. */
export function atClass(x: Dense, target: readonly number[], classIndex: number): number {
  return x.shape.length === 1 ? at(x, classIndex) : at(x, target[0] ?? 0, classIndex, ...target.slice(1));
}

/** weight[target] of each place, 1 without weights, 0 where the target is ignored. */
export function targetWeights(target: Dense, weight: Dense | null | undefined, ignoreIndex: number): Dense {
  const weightOf = (label: number) => (weight ? at(weight, label) : 1);
  return { shape: target.shape, data: Array.from(target.data, (label) => (label === ignoreIndex ? 0 : weightOf(label))) };
}

/** −weight[t] · logProbabilities[n, t, …] with t = target[n, …]; the mean divides by Σ weight[t]. */
export function oracleNllLoss(
  logProbabilities: Dense,
  target: Dense,
  { weight, ignoreIndex = -100, reduction = "mean" }: NllLossOptions = {},
): Dense {
  const weights = targetWeights(target, weight, ignoreIndex);
  const losses = build(target.shape, (...index) => {
    const label = at(target, ...index);
    return label === ignoreIndex ? 0 : -at(weights, ...index) * atClass(logProbabilities, index, label);
  });
  return reduceLoss(losses, reduction, Array.from(weights.data).reduce((sum, value) => sum + value, 0));
}
