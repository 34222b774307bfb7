import { type Layer, maxPool2d, type MaxPool2dOptions as MaxPool2dCall, type Pair, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";
import { resolveOptions } from "../options.js";
import { show } from "./show.js";

export type MaxPool2dOptions = Omit<MaxPool2dCall, "returnIndices">;

/**
 * The greatest value of each window; see the function `maxPool2d`, which gives indices too. PyTorch: `nn.MaxPool2d`.
 *
 * **Shapes**: [N, C, H, W] or [C, H, W] → [N, C, oH, oW] or [C, oH, oW].
 *
 * @example
 * new MaxPool2d(2);                                  // halves height and width
 * new MaxPool2d(3, { stride: 2, ceilMode: true });
 */
export class MaxPool2d implements Layer {
  static readonly name = "MaxPool2d";
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;

  constructor(kernelSize: Pair, options?: MaxPool2dOptions);
  constructor(kernelSize: Pair, stride?: Pair, padding?: Pair, dilation?: Pair);
  constructor(kernelSize: Pair, ...rest: readonly unknown[]) {
    const options = resolveOptions<MaxPool2dOptions>("MaxPool2d", rest, ["stride", "padding", "dilation"], ["ceilMode"]);
    this.kernelSize = kernelSize;
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.dilation = options.dilation ?? 1;
    this.ceilMode = options.ceilMode ?? false;
  }

  forward(input: Tensor): Tensor {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return maxPool2d(input, kernelSize, { stride, padding, dilation, ceilMode });
  }

  extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return show({ kernelSize, stride, padding, dilation, ceilMode });
  }

  toString(): string {
    return describe(this);
  }
}
