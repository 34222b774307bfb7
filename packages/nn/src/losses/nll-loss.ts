import { Buffer, checkOptions, nllLoss, type NllLossOptions, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/**
 * −logProbabilities[target], averaged; goes behind a LogSoftmax. See the function `nllLoss`. PyTorch: `nn.NLLLoss`.
 *
 * **Shapes**: input [N, C] or [N, C, d1, …], target class indices [N] or [N, d1, …] → scalar.
 */
export class NLLLoss {
  static readonly name = "NLLLoss";
  readonly weight: Buffer | null;
  readonly #options: NllLossOptions;

  constructor(options: NllLossOptions = {}) {
    checkOptions("NLLLoss", options, ["weight", "ignoreIndex", "reduction"]);
    this.weight = options.weight ? new Buffer(options.weight) : null;
    this.#options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return nllLoss(input, target, { ...this.#options, weight: this.weight });
  }

  toString(): string {
    return describe(this);
  }
}
