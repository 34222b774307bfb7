import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkClassLoss, lossesOfIndices, reduceClassLoss, type NllLossOptions } from "./class-loss.js";

/**
 * −weight[target] · logProbabilities[target], averaged. PyTorch: `nll_loss`.
 *
 * **Shapes**: logProbabilities [N, C], [C] or [N, C, d1, …]; target (int32 or uint8) [N], [] or [N, d1, …] → scalar, or the target's shape with reduction "none".
 *
 * @throws {ArgumentError} `nllLoss: target 10 at 3 is not a class, expected 0 … 9 or ignoreIndex -100`
 */
export function nllLoss(logProbabilities: Tensor, target: Tensor, options: NllLossOptions = {}): Tensor {
  checkOptions("nllLoss", options, ["weight", "ignoreIndex", "reduction"]);
  const loss = checkClassLoss("nllLoss", logProbabilities, target, options, false);
  return reduceClassLoss(lossesOfIndices(logProbabilities, target, loss, 0), target, loss);
}
