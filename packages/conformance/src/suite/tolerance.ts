import type { Dense } from "../oracle/dense.js";
import { magnitude } from "../oracle/magnitude.js";
import { once } from "./once.js";
import type { Args } from "./spec.js";

export interface BoundContext {
  readonly args: Args;
  readonly exact: readonly Dense[];
  /** The unit roundoff of the dtype under test: 2⁻²⁴ or 2⁻⁵³. */
  readonly unit: number;
  /** Whether the backend promises IEEE 754 arithmetic. */
  readonly strictFloat: boolean;
}

/** The allowed absolute error of each element of output `output`. */
export type Bound = (context: BoundContext) => (output: number, element: number) => number;

/** γ(n) = n·u / (1 − n·u): the relative error of n roundings (Higham, "Accuracy and Stability of Numerical Algorithms", 3.1). */
export function gamma(n: number, unit: number): number {
  return (n * unit) / (1 - n * unit);
}

/** What flushing subnormal numbers to zero may cost: one smallest normal number. */
export const smallestNormal = { [2 ** -24]: 2 ** -126, [2 ** -53]: 2 ** -1022 } as Readonly<Record<number, number>>;

/** No error at all: comparisons, copies, shapes, maxima, integers. */
export const exactly: Bound = () => () => 0;

/**
 * `count` units in the last place of the result: 1 ulp = 2·u·|exact|.
 *
 * Where a backend is not strict, transcendental functions get 1e-6 absolute + 2e-6 relative instead.
 */
export function ulps(count: number, { transcendental = false }: { readonly transcendental?: boolean } = {}): Bound {
  return ({ exact, unit, strictFloat }) => (output, element) => {
    const size = Math.abs(exact[output]!.data[element]!);
    const strict = 2 * count * unit * size + smallestNormal[unit]!;
    return transcendental && !strictFloat ? Math.max(strict, 1e-6 + 2e-6 * size) : strict;
  };
}

/**
 * A sum of `terms` products: γ(terms) · Σ|x||w|, whatever the order of the summation.
 *
 * f64 is compared with an f64 oracle that rounds too, so that it gets twice the bound.
 */
export function productSum<A extends readonly never[]>(oracle: (...args: A) => Dense, terms: (...args: A) => number): Bound {
  const sizesOf = once((args: Args) => magnitude(oracle as (...args: readonly unknown[]) => Dense, ...args));
  return ({ args, unit }) => {
    const sizes = sizesOf(args);
    const factor = gamma(terms(...(args as unknown as A)) + 1, unit) * (unit < 2 ** -30 ? 2 : 1);
    return (_, element) => factor * sizes.data[element]! + smallestNormal[unit]!;
  };
}

/**
 * `steps` roundings of values up to `scale`: for ops made of a few others, where the spec states how large the values in between get.
 */
export function roundings(steps: (...args: never[]) => number, scale: (...args: never[]) => number, { transcendental = true } = {}): Bound {
  return ({ args, exact, unit, strictFloat }) => {
    const count = (steps as (...args: Args) => number)(...args);
    const size = (scale as (...args: Args) => number)(...args);
    return (output, element) => {
      const strict = gamma(count, unit) * Math.max(size, Math.abs(exact[output]!.data[element]!)) * 2 + smallestNormal[unit]!;
      return transcendental && !strictFloat ? Math.max(strict, (1e-6 + 2e-6 * size) * 4) : strict;
    };
  };
}
