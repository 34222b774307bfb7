import type { Dense } from "./dense.js";
import { reduceAxes } from "./reduce-axes.js";

interface KeepDim {
  keepDim?: boolean;
}

/** Position of the first NaN if there is one, else of the first greatest value. */
function firstGreatest(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("oracle: no extremum of nothing");
  const nan = values.findIndex(Number.isNaN);
  return nan >= 0 ? nan : values.indexOf(Math.max(...values));
}

const firstLeast = (values: readonly number[]) => firstGreatest(values.map((value) => -value));

export function oracleMax(x: Dense, axes?: number | readonly number[], { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, (values) => values[firstGreatest(values)] ?? Number.NaN);
}

export function oracleMin(x: Dense, axes?: number | readonly number[], { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, (values) => values[firstLeast(values)] ?? Number.NaN);
}

/** Position along `axis`, or in the flattened x when there is none. */
export function oracleArgmax(x: Dense, axis?: number, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axis, keepDim, firstGreatest);
}

export function oracleArgmin(x: Dense, axis?: number, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axis, keepDim, firstLeast);
}
