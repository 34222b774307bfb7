import { sigmoid, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** 1 / (1 + e⁻ˣ). **Shapes**: any, kept. PyTorch: `nn.Sigmoid`. */
export class Sigmoid implements Layer {
  static readonly name = "Sigmoid";

  forward(input: Tensor): Tensor {
    return sigmoid(input);
  }

  toString(): string {
    return describe(this);
  }
}
