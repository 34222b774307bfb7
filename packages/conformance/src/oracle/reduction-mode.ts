import type { Dense } from "./dense.js";
import { oracleSum } from "./reduction.js";

export type Reduction = "mean" | "sum" | "none";

/** Each loss as it is, their sum, or their sum divided by `weights` (the number of losses unless they are weighted). */
export function reduceLoss(losses: Dense, reduction: Reduction, weights = losses.data.length): Dense {
  if (reduction === "none") return losses;
  const total = oracleSum(losses);
  return reduction === "sum" ? total : { shape: [], data: Array.from(total.data, (sum) => sum / weights) };
}
