import { at, build, type Dense } from "./dense.js";
import { resolveAxis } from "./reduce-axes.js";

/** output[…, i, …] = x[…, size − 1 − i, …] along each of `axes`. */
export function oracleFlip(x: Dense, axes: number | readonly number[]): Dense {
  const flipped = [axes].flat().map((axis) => resolveAxis(axis, x.shape.length));
  return build(x.shape, (...index) =>
    at(x, ...index.map((i, axis) => (flipped.includes(axis) ? (x.shape[axis] ?? 0) - 1 - i : i))),
  );
}

/** Flips the last two axes: a rotation by 180°. */
export function oracleRot180(x: Dense): Dense {
  return oracleFlip(x, [-2, -1]);
}
