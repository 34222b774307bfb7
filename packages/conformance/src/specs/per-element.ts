import type { Dense } from "../oracle/dense.js";
import { smallestNormal, type Bound } from "../suite/tolerance.js";

/**
 * An error of `size(x, y)` · u in each element y of a function of one tensor's element x: `size` is the sum of all magnitudes that are rounded.
 *
 * f64 is compared with an f64 oracle that rounds too, so that it gets twice the bound.
 */
export function perElement(size: (x: number, y: number) => number): Bound {
  return ({ args, exact, unit, strictFloat }) => (output, element) => {
    const y = exact[output]!.data[element]!;
    const x = (args[0] as Dense).data[element]!;
    const strict = (unit < 2 ** -30 ? 2 : 1) * unit * size(Math.abs(x), Math.abs(y)) + smallestNormal[unit]!;
    return strictFloat ? strict : Math.max(strict, 1e-6 + 2e-6 * Math.max(Math.abs(x), Math.abs(y)));
  };
}
