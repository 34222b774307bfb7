import { type Layer, linear, type LinearOptions as Fused, type Parameter, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";
import { checkInteger, resolveOptions } from "../options.js";
import { parameterKeys, type ParameterOptions, uniformParameter } from "../parameter.js";

export interface LinearOptions extends ParameterOptions {
  /** Default true. */
  readonly bias?: boolean;
}

/**
 * input · weightᵀ + bias. PyTorch: `nn.Linear`.
 *
 * weight and bias start from U(−1/√inFeatures, 1/√inFeatures).
 *
 * **Shapes**: input [..., inFeatures], weight [outFeatures, inFeatures], bias [outFeatures] → [..., outFeatures].
 *
 * @throws {ArgumentError} `Linear: inFeatures is 0, expected an integer of at least 1`
 * @example
 * new Linear(784, 50).forward(rand([64, 784])); // [64, 50]
 */
export class Linear implements Layer {
  static readonly name = "Linear";
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options?: LinearOptions);
  constructor(inFeatures: number, outFeatures: number, bias?: boolean);
  constructor(inFeatures: number, outFeatures: number, ...rest: readonly unknown[]) {
    const options = resolveOptions<LinearOptions>("Linear", rest, ["bias"], parameterKeys);
    checkInteger("Linear", "inFeatures", inFeatures, 1);
    checkInteger("Linear", "outFeatures", outFeatures, 1);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = uniformParameter([outFeatures, inFeatures], inFeatures, options);
    this.bias = options.bias === false ? null : uniformParameter([outFeatures], inFeatures, options);
  }

  /** `activation` is fused into the same kernel; `Sequential` uses it. */
  forward(input: Tensor, activation?: Fused["activation"]): Tensor {
    return linear(input, this.weight, this.bias, activation ? { activation } : {});
  }

  extraRepr(): string {
    return `inFeatures=${this.inFeatures}, outFeatures=${this.outFeatures}, bias=${this.bias !== null}`;
  }

  toString(): string {
    return describe(this);
  }
}
