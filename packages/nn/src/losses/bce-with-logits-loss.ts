import { bceWithLogits, type BceWithLogitsOptions, Buffer, checkOptions, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/**
 * The binary cross-entropy of σ(input) and target, averaged; see the function `bceWithLogits`. PyTorch: `nn.BCEWithLogitsLoss`.
 *
 * **Shapes**: input and target alike; weight and posWeight broadcast → scalar.
 */
export class BCEWithLogitsLoss {
  static readonly name = "BCEWithLogitsLoss";
  readonly weight: Buffer | null;
  readonly posWeight: Buffer | null;
  readonly #options: BceWithLogitsOptions;

  constructor(options: BceWithLogitsOptions = {}) {
    checkOptions("BCEWithLogitsLoss", options, ["weight", "posWeight", "reduction"]);
    this.weight = options.weight ? new Buffer(options.weight) : null;
    this.posWeight = options.posWeight ? new Buffer(options.posWeight) : null;
    this.#options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return bceWithLogits(input, target, { ...this.#options, weight: this.weight, posWeight: this.posWeight });
  }

  toString(): string {
    return describe(this);
  }
}
