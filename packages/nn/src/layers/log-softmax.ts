import { type Layer, logSoftmax, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** ln softmax along one axis. **Shapes**: any, kept. PyTorch: `nn.LogSoftmax`. */
export class LogSoftmax implements Layer {
  static readonly name = "LogSoftmax";
  readonly axis: number;

  constructor(axis: number) {
    this.axis = axis;
  }

  forward(input: Tensor): Tensor {
    return logSoftmax(input, this.axis);
  }

  extraRepr(): string {
    return `axis=${this.axis}`;
  }

  toString(): string {
    return describe(this);
  }
}
