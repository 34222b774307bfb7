import { ArgumentError, checkOptions, dropout, type Generator, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";

export interface DropoutOptions {
  /** Default: the one that `manualSeed` seeds. */
  readonly generator?: Generator;
}

/**
 * In training zeroes each element with probability p and divides the others by 1 − p; after `evaluate` gives the input itself. PyTorch: `nn.Dropout`.
 *
 * **Shapes**: any, kept.
 *
 * @throws {ArgumentError} `Dropout: p is 1.5, expected 0 … 1`
 */
export class Dropout implements Layer {
  static readonly name = "Dropout";
  readonly p: number;
  readonly generator: Generator | null;
  training = true;

  constructor(p = 0.5, options: DropoutOptions = {}) {
    checkOptions("Dropout", options, ["generator"]);
    if (!(p >= 0 && p <= 1)) throw new ArgumentError(`Dropout: p is ${p}, expected 0 … 1`);
    this.p = p;
    this.generator = options.generator ?? null;
  }

  forward(input: Tensor): Tensor {
    const { p, training, generator } = this;
    return dropout(input, { p, training, ...(generator && { generator }) });
  }

  extraRepr(): string {
    return `p=${this.p}`;
  }

  toString(): string {
    return describe(this);
  }
}
