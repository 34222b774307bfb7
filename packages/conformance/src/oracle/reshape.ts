import { type Dense, sizeOf } from "./dense.js";
import { resolveAxis } from "./reduce-axes.js";

/** The same elements in the same row-major order; one size may be −1 and is then what is left. */
export function oracleReshape(x: Dense, shape: readonly number[]): Dense {
  const known = sizeOf(shape.filter((size) => size !== -1));
  const resolved = shape.map((size) => (size === -1 ? x.data.length / known : size));
  if (sizeOf(resolved) !== x.data.length) throw new RangeError(`oracle: cannot view [${x.shape}] as [${shape}]`);
  return { shape: resolved, data: Float64Array.from(x.data) };
}

/** Merges the axes startAxis … endAxis; a scalar becomes [1]. */
export function oracleFlatten(x: Dense, startAxis = 0, endAxis = -1): Dense {
  if (x.shape.length === 0) return oracleReshape(x, [1]);
  const start = resolveAxis(startAxis, x.shape.length);
  const end = resolveAxis(endAxis, x.shape.length) + 1;
  const merged = sizeOf(x.shape.slice(start, end));
  return oracleReshape(x, [...x.shape.slice(0, start), merged, ...x.shape.slice(end)]);
}

/** Drops every axis of size 1, or only `axis`, which stays when its size is not 1. */
export function oracleSqueeze(x: Dense, axis?: number): Dense {
  const only = axis === undefined ? undefined : resolveAxis(axis, x.shape.length);
  return oracleReshape(
    x,
    x.shape.filter((size, candidate) => size !== 1 || (only !== undefined && candidate !== only)),
  );
}

/** Inserts an axis of size 1; a negative axis counts in the new shape. */
export function oracleUnsqueeze(x: Dense, axis: number): Dense {
  return oracleReshape(x, x.shape.toSpliced(resolveAxis(axis, x.shape.length + 1), 0, 1));
}
