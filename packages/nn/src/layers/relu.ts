import { relu, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** max(x, 0). **Shapes**: any, kept. PyTorch: `nn.ReLU`. */
export class ReLU implements Layer {
  static readonly name = "ReLU";

  forward(input: Tensor): Tensor {
    return relu(input);
  }

  toString(): string {
    return describe(this);
  }
}
