import { randomWords } from "../backend/random.js";
import { ArgumentError } from "../errors/argument-error.js";
import { ConvokeError } from "../errors/convoke-error.js";
import { DTypeError } from "../errors/dtype-error.js";
import { fromData } from "../tensor/make.js";
import { checkOptions } from "../tensor/options.js";
import { readData } from "../tensor/read.js";
import { Tensor } from "../tensor/tensor.js";
import { tidy } from "../tensor/tidy.js";
import { grad } from "./backward.js";
import { noGrad } from "./grad-mode.js";

export interface GradCheckOptions {
  /** Half the distance of the two function values; default 1e-5. */
  readonly epsilon?: number;
  /** Allowed |analytic − numeric| / max(1, |numeric|); default 1e-6. */
  readonly tolerance?: number;
  /** 1 checks gradients, 2 also the gradients of the gradients; default 1. */
  readonly order?: 1 | 2;
  /** Seed of the random direction in which outputs are weighted; default 0. */
  readonly seed?: number;
}

/**
 * Compares the gradients of `fn` with central differences, for every element of every input that requires a gradient. PyTorch: `gradcheck`.
 *
 * numeric = (f(x + ε) − f(x − ε)) / 2ε, where f = Σ random · fn(…); all inputs float64.
 *
 * @returns the greatest relative error seen.
 * @throws {ConvokeError} where they differ: `gradCheck: gradient of input 0 at 3 is …`
 * @example
 * await gradCheck((x, w) => conv2d(x, w), [x, w]);
 */
export async function gradCheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradCheckOptions = {},
): Promise<number> {
  checkOptions("gradCheck", options, ["epsilon", "tolerance", "order", "seed"]);
  const { order = 1, seed = 0 } = options;
  if (order !== 1 && order !== 2) throw new ArgumentError(`gradCheck: order is ${String(order)}, expected 1 or 2`);
  inputs.forEach((input, i) => {
    if (input.requiresGrad && input.dtype !== "float64") throw new DTypeError(`gradCheck: input ${i} is ${input.dtype}, expected float64`);
  });
  const active = inputs.flatMap((input, i) => (input.requiresGrad ? [i] : []));
  if (active.length === 0) throw new ArgumentError("gradCheck: no input requires a gradient");
  let worst = await checkOrder(fn, inputs, active, options);
  if (order === 2) {
    for (const which of active) {
      const gradient = (...args: Tensor[]): Tensor => {
        const output = fn(...args);
        const weights = direction(output, seed + 1);
        const [result] = grad(output, [args[which]!], { gradOutputs: weights, createGraph: true, allowUnused: true });
        if (!result) throw new ArgumentError(`gradCheck: the output does not depend on input ${which}`);
        return result;
      };
      worst = Math.max(worst, await checkOrder(gradient, inputs, active, options));
    }
  }
  return worst;
}

async function checkOrder(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  active: readonly number[],
  { epsilon = 1e-5, tolerance = 1e-6, seed = 0 }: GradCheckOptions,
): Promise<number> {
  const analytic = tidy(() => {
    const output = fn(...inputs);
    // A gradient that does not depend on the inputs (of a linear function) has the derivative 0.
    if (!output.requiresGrad) return active.map(() => null);
    return grad(output, active.map((i) => inputs[i]!), { gradOutputs: direction(output, seed), allowUnused: true });
  });
  let worst = 0;
  for (const [k, i] of active.entries()) {
    const input = inputs[i]!;
    const base = await readData(input);
    const expected = analytic[k] ? await readData(analytic[k]) : new Float64Array(input.size);
    for (let at = 0; at < base.length; at++) {
      const above = await weighted(fn, inputs, i, base, at, epsilon, seed);
      const below = await weighted(fn, inputs, i, base, at, -epsilon, seed);
      const numeric = (above - below) / (2 * epsilon);
      const error = Math.abs(expected[at]! - numeric) / Math.max(1, Math.abs(numeric));
      if (!(error <= tolerance)) {
        throw new ConvokeError(`gradCheck: gradient of input ${i} at ${at} is ${expected[at]}, finite differences give ${numeric}`);
      }
      worst = Math.max(worst, error);
    }
    analytic[k]?.dispose();
  }
  return worst;
}

/** Σ random · fn(inputs with input i moved by `step` at one element) */
async function weighted(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  i: number,
  base: ArrayLike<number>,
  at: number,
  step: number,
  seed: number,
): Promise<number> {
  const data = Float64Array.from(base);
  data[at]! += step;
  const { output, weights } = tidy(() => {
    const moved = fromData("gradCheck", inputs[i]!.backend, data, inputs[i]!.shape, "float64");
    const all = inputs.with(i, moved);
    // Second-order checks differentiate inside fn, so that the moved input must require its gradient.
    moved.requiresGrad = true;
    const result = fn(...all);
    return { output: noGrad(() => result.alias({ variable: null })), weights: randomWeights(result.size, seed) };
  });
  const values = await readData(output);
  output.dispose();
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * weights[k]!;
  return sum;
}

function direction(output: Tensor, seed: number): Tensor {
  return fromData("gradCheck", output.backend, randomWeights(output.size, seed), output.shape, output.dtype);
}

/** Numbers in ±[½, 1): no element counts too little to be noticed. */
function randomWeights(size: number, seed: number): Float64Array {
  const words = randomWords(size, [seed | 0, 0x67726164], 0);
  return Float64Array.from(words, (word) => (word & 1 ? 1 : -1) * (0.5 + (word >>> 1) / 2 ** 32));
}
