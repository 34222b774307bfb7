import { type Layer, softmax, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** eˣ / Σ eˣ along one axis. **Shapes**: any, kept. PyTorch: `nn.Softmax`. */
export class Softmax implements Layer {
  static readonly name = "Softmax";
  readonly axis: number;

  constructor(axis: number) {
    this.axis = axis;
  }

  forward(input: Tensor): Tensor {
    return softmax(input, this.axis);
  }

  extraRepr(): string {
    return `axis=${this.axis}`;
  }

  toString(): string {
    return describe(this);
  }
}
