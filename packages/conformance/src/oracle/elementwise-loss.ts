import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";
import { reduceLoss, type Reduction } from "./reduction-mode.js";

/** (input − target)². */
export function oracleMseLoss(input: Dense, target: Dense, { reduction = "mean" }: { reduction?: Reduction } = {}): Dense {
  return reduceLoss(
    elementwise((input, target) => (input - target) ** 2, input, target),
    reduction,
  );
}

export interface BceWithLogitsOptions {
  weight?: Dense | null | undefined;
  posWeight?: Dense | null | undefined;
  reduction?: Reduction;
}

/** −weight · [posWeight · t · log σ(x) + (1 − t) · log σ(−x)], with log σ(x) = min(x, 0) − log(1 + e^(−|x|)). */
export function oracleBceWithLogits(
  input: Dense,
  target: Dense,
  { weight, posWeight, reduction = "mean" }: BceWithLogitsOptions = {},
): Dense {
  const logSigmoid = (x: number) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  const losses = elementwise(
    (x, t, weight, posWeight) => -weight * (posWeight * t * logSigmoid(x) + (1 - t) * logSigmoid(-x)),
    input,
    target,
    weight ?? 1,
    posWeight ?? 1,
  );
  return reduceLoss(losses, reduction);
}
