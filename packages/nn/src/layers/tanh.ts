import { tanh, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** The hyperbolic tangent. **Shapes**: any, kept. PyTorch: `nn.Tanh`. */
export class Tanh implements Layer {
  static readonly name = "Tanh";

  forward(input: Tensor): Tensor {
    return tanh(input);
  }

  toString(): string {
    return describe(this);
  }
}
