import { argmax, detach, mul, noGrad, oneHot, slice, sum, Tensor } from "@convoke/core";
import { resolveTarget } from "../statistics/class-scores.js";

/**
 * The score to differentiate, of [1, classes] (or of each row of [N, classes], added up), without reading anything: the target's, or the highest.
 */
export function targetScore(name: string, scores: Tensor, target: number | undefined): Tensor {
  const classes = scores.shape[1]!;
  if (target === undefined) {
    const mask = noGrad(() => oneHot(argmax(scores, 1), classes, { dtype: scores.dtype }));
    return sum(mul(scores, mask));
  }
  resolveTarget(name, target, { length: classes });
  return sum(slice(scores, null, [target, target + 1]));
}

/** A leaf with the values of `input`, to take gradients by. */
export function leafOf(input: Tensor): Tensor {
  const leaf = detach(input);
  leaf.requiresGrad = true;
  return leaf;
}
