import { type Layer, leakyRelu, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** x where x > 0, else negativeSlope · x. **Shapes**: any, kept. PyTorch: `nn.LeakyReLU`. */
export class LeakyReLU implements Layer {
  static readonly name = "LeakyReLU";
  readonly negativeSlope: number;

  constructor(negativeSlope = 0.01) {
    this.negativeSlope = negativeSlope;
  }

  forward(input: Tensor): Tensor {
    return leakyRelu(input, this.negativeSlope);
  }

  extraRepr(): string {
    return `negativeSlope=${this.negativeSlope}`;
  }

  toString(): string {
    return describe(this);
  }
}
