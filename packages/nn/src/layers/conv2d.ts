import { ArgumentError, conv2d, type Conv2dOptions as Conv2dCall, type Layer, type Padding, type Pair, type Parameter, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";
import { checkInteger, resolveOptions } from "../options.js";
import { parameterKeys, type ParameterOptions, uniformParameter } from "../parameter.js";
import { show } from "./show.js";
import { toPair } from "./to-pair.js";

export interface Conv2dOptions extends Omit<Conv2dCall, "activation">, ParameterOptions {
  /** Default true. */
  readonly bias?: boolean;
}

/**
 * Cross-correlation with outChannels kernels; see the function `conv2d`. PyTorch: `nn.Conv2d`, with its positional order.
 *
 * weight and bias start from U(−1/√fanIn, 1/√fanIn), fanIn = inChannels / groups · kH · kW.
 *
 * **Shapes**: [N, inChannels, H, W] or [inChannels, H, W] → [N, outChannels, oH, oW] or [outChannels, oH, oW];
 * weight [outChannels, inChannels / groups, kH, kW], bias [outChannels].
 *
 * @throws {ArgumentError} `Conv2d: inChannels is 3, expected a multiple of groups 2`
 * @example
 * new Conv2d(1, 16, 3, 1, 1);                                 // kernel 3×3, stride 1, padding 1
 * new Conv2d(1, 16, [3, 5], { padding: "same", bias: false });
 */
export class Conv2d implements Layer {
  static readonly name = "Conv2d";
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Padding;
  readonly dilation: readonly [number, number];
  readonly groups: number;
  readonly paddingMode: NonNullable<Conv2dOptions["paddingMode"]>;
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(inChannels: number, outChannels: number, kernelSize: Pair, options?: Conv2dOptions);
  constructor(
    inChannels: number, outChannels: number, kernelSize: Pair, stride?: Pair, padding?: Padding, dilation?: Pair, groups?: number, bias?: boolean, paddingMode?: Conv2dOptions["paddingMode"],
  );
  constructor(inChannels: number, outChannels: number, kernelSize: Pair, ...rest: readonly unknown[]) {
    const options = resolveOptions<Conv2dOptions>("Conv2d", rest, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"], parameterKeys);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, paddingMode = "zeros" } = options;
    for (const [what, value] of Object.entries({ groups, inChannels, outChannels })) {
      checkInteger("Conv2d", what, value, 1);
      if (value % groups !== 0) throw new ArgumentError(`Conv2d: ${what} is ${value}, expected a multiple of groups ${groups}`);
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = toPair(kernelSize);
    this.stride = toPair(stride);
    this.padding = typeof padding === "number" ? toPair(padding) : padding;
    this.dilation = toPair(dilation);
    this.groups = groups;
    this.paddingMode = paddingMode;
    for (const length of this.kernelSize) checkInteger("Conv2d", "kernelSize", length, 1);
    const fanIn = (inChannels / groups) * this.kernelSize[0] * this.kernelSize[1];
    this.weight = uniformParameter([outChannels, inChannels / groups, ...this.kernelSize], fanIn, options);
    this.bias = bias ? uniformParameter([outChannels], fanIn, options) : null;
  }

  /** `activation` is fused into the same kernel; `Sequential` uses it. */
  forward(input: Tensor, activation?: Conv2dCall["activation"]): Tensor {
    const { stride, padding, dilation, groups, paddingMode } = this;
    return conv2d(input, this.weight, this.bias, { stride, padding, dilation, groups, paddingMode, ...(activation && { activation }) });
  }

  extraRepr(): string {
    const { inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode } = this;
    const usual: Record<string, string> = { padding: "0,0", dilation: "1,1", groups: "1", bias: "true", paddingMode: "zeros" };
    const others = Object.entries({ padding, dilation, groups, bias: bias !== null, paddingMode }).filter(([name, value]) => String(value) !== usual[name]);
    return `${inChannels}, ${outChannels}, ${show({ kernelSize, stride, ...Object.fromEntries(others) })}`;
  }

  toString(): string {
    return describe(this);
  }
}
