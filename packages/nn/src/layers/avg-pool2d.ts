import { avgPool2d, type AvgPool2dOptions, type Layer, type Pair, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";
import { resolveOptions } from "../options.js";
import { show } from "./show.js";

/**
 * The mean of each window; see the function `avgPool2d`. PyTorch: `nn.AvgPool2d`.
 *
 * **Shapes**: [N, C, H, W] or [C, H, W] → [N, C, oH, oW] or [C, oH, oW].
 *
 * @example
 * new AvgPool2d(2);                                          // halves height and width
 * new AvgPool2d(3, { padding: 1, countIncludePad: false });
 */
export class AvgPool2d implements Layer {
  static readonly name = "AvgPool2d";
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(kernelSize: Pair, options?: AvgPool2dOptions);
  constructor(kernelSize: Pair, stride?: Pair, padding?: Pair, ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number);
  constructor(kernelSize: Pair, ...rest: readonly unknown[]) {
    const options = resolveOptions<AvgPool2dOptions>("AvgPool2d", rest, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
    this.kernelSize = kernelSize;
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
    this.divisorOverride = options.divisorOverride ?? null;
  }

  forward(input: Tensor): Tensor {
    const { kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return avgPool2d(input, kernelSize, { stride, padding, ceilMode, countIncludePad, ...(divisorOverride !== null && { divisorOverride }) });
  }

  extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return show({ kernelSize, stride, padding });
  }

  toString(): string {
    return describe(this);
  }
}
