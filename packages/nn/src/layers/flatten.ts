import { flatten, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

/** Joins the axes startAxis … endAxis. **Shapes**: [N, C, H, W] → [N, C·H·W] by default. PyTorch: `nn.Flatten`. */
export class Flatten implements Layer {
  static readonly name = "Flatten";
  readonly startAxis: number;
  readonly endAxis: number;

  constructor(startAxis = 1, endAxis = -1) {
    this.startAxis = startAxis;
    this.endAxis = endAxis;
  }

  forward(input: Tensor): Tensor {
    return flatten(input, this.startAxis, this.endAxis);
  }

  extraRepr(): string {
    return `startAxis=${this.startAxis}, endAxis=${this.endAxis}`;
  }

  toString(): string {
    return describe(this);
  }
}
