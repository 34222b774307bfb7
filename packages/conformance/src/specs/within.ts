import type { Dense } from "../oracle/dense.js";
import { gamma, smallestNormal, type Bound } from "../suite/tolerance.js";

/**
 * γ(steps) · scale for every element of an op with one output: for ops made of a few others, where `scale` is how large the terms get that are
 * rounded on the way to that element, and `steps` how often. f64 is compared with an f64 oracle that rounds too: twice the bound.
 *
 * Where a backend is not strict, transcendental functions of values up to `scale` cost 1e-6 absolute + 2e-6 relative, a few times.
 */
export function within(scale: (...args: never[]) => Dense, steps: (...args: never[]) => number, { transcendental = false } = {}): Bound {
  return ({ args, unit, strictFloat }) => {
    const { data } = (scale as (...args: readonly unknown[]) => Dense)(...args);
    const factor = gamma((steps as (...args: readonly unknown[]) => number)(...args), unit) * (unit < 2 ** -30 ? 2 : 1);
    return (_, element) => {
      const strict = factor * data[element]! + smallestNormal[unit]!;
      return transcendental && !strictFloat ? Math.max(strict, 4 * (1e-6 + 2e-6 * data[element]!)) : strict;
    };
  };
}
