import { checkOptions, type LossOptions, mseLoss, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** (input − target)², averaged; see the function `mseLoss`. **Shapes**: input and target alike → scalar. PyTorch: `nn.MSELoss`. */
export class MSELoss {
  static readonly name = "MSELoss";
  readonly #options: LossOptions;

  constructor(options: LossOptions = {}) {
    checkOptions("MSELoss", options, ["reduction"]);
    this.#options = options;
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.#options);
  }

  toString(): string {
    return describe(this);
  }
}
