import { at, build, type Dense } from "./dense.js";
import { resolveAxis } from "./reduce-axes.js";

/** Output axis k is input axis axes[k]. */
export function oraclePermute(x: Dense, axes: readonly number[]): Dense {
  const sources = axes.map((axis) => resolveAxis(axis, x.shape.length));
  const shape = sources.map((source) => x.shape[source] ?? 0);
  return build(shape, (...index) => at(x, ...x.shape.map((_, axis) => index[sources.indexOf(axis)] ?? 0)));
}

/** Swaps two axes. */
export function oracleTranspose(x: Dense, axis0: number, axis1: number): Dense {
  const first = resolveAxis(axis0, x.shape.length);
  const second = resolveAxis(axis1, x.shape.length);
  return oraclePermute(
    x,
    x.shape.map((_, axis) => (axis === first ? second : axis === second ? first : axis)),
  );
}
