import { Buffer, checkOptions, crossEntropy, type CrossEntropyOptions, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/**
 * −ln softmax(input)[target], averaged; see the function `crossEntropy`. PyTorch: `nn.CrossEntropyLoss`.
 *
 * **Shapes**: input [N, C] or [N, C, d1, …], target class indices [N] or [N, d1, …], or probabilities of the input's shape → scalar.
 *
 * @example
 * const criterion = new CrossEntropyLoss({ labelSmoothing: 0.1 });
 * criterion.forward(model.forward(images), labels).backward();
 */
export class CrossEntropyLoss {
  static readonly name = "CrossEntropyLoss";
  readonly weight: Buffer | null;
  readonly #options: CrossEntropyOptions;

  constructor(options: CrossEntropyOptions = {}) {
    checkOptions("CrossEntropyLoss", options, ["weight", "ignoreIndex", "reduction", "labelSmoothing"]);
    this.weight = options.weight ? new Buffer(options.weight) : null;
    this.#options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return crossEntropy(input, target, { ...this.#options, weight: this.weight });
  }

  toString(): string {
    return describe(this);
  }
}
