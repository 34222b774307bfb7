import { ArgumentError } from "../../errors/argument-error.js";
import { noGrad } from "../../autograd/grad-mode.js";
import { identity } from "../../autograd/observe.js";
import { defaultGenerator, type Generator } from "../../tensor/generator.js";
import { fromStorage } from "../../tensor/make.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat } from "../checks.js";
import { mul } from "../elementwise/arithmetic.js";
import { cast } from "../elementwise/cast.js";
import { ge } from "../elementwise/compare.js";

export interface DropoutOptions {
  /** The probability of a zero; default 0.5. */
  readonly p?: number;
  /** Whether it acts at all; default true. */
  readonly training?: boolean;
  /** Default: the one that `manualSeed` seeds. */
  readonly generator?: Generator;
}

/**
 * Zeroes each element with probability p and divides the others by 1 − p, so that the mean stays. PyTorch: `dropout`.
 *
 * **Shapes**: any, kept.
 *
 * @throws {ArgumentError} `dropout: p is 1.5, expected 0 … 1`
 */
export function dropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  checkOptions("dropout", options, ["p", "training", "generator"]);
  const { p = 0.5, training = true, generator = defaultGenerator() } = options;
  checkFloat("dropout", input);
  if (!(p >= 0 && p <= 1)) throw new ArgumentError(`dropout: p is ${p}, expected 0 … 1`);
  if (!training || p === 0) return identity(input);
  const { backend, size, shape } = input;
  const mask = noGrad(() => {
    const numbers = fromStorage(backend, backend.uniform(size, generator.key, generator.advance(size)), shape, "dropout");
    return cast(ge(numbers, p), input.dtype);
  });
  return mul(input, p === 1 ? mask : mul(mask, 1 / (1 - p)));
}
