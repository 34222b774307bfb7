import { gelu, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** ½ x (1 + erf(x / √2)). **Shapes**: any, kept. PyTorch: `nn.GELU`. */
export class GELU implements Layer {
  static readonly name = "GELU";

  forward(input: Tensor): Tensor {
    return gelu(input);
  }

  toString(): string {
    return describe(this);
  }
}
