import type { Layer, Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** The input itself. **Shapes**: any, kept. PyTorch: `nn.Identity`. */
export class Identity implements Layer {
  static readonly name = "Identity";

  forward(input: Tensor): Tensor {
    return input;
  }

  toString(): string {
    return describe(this);
  }
}
