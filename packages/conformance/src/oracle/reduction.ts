import type { Dense } from "./dense.js";
import { reduceAxes } from "./reduce-axes.js";

type Axes = number | readonly number[];
interface KeepDim {
  keepDim?: boolean;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Σ x; 0 when there is nothing to add. */
export function oracleSum(x: Dense, axes?: Axes, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, total);
}

/** Σ x / n; NaN when n = 0. */
export function oracleMean(x: Dense, axes?: Axes, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, (values) => total(values) / values.length);
}

export function oracleProd(x: Dense, axes?: Axes, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, (values) => values.reduce((product, value) => product * value, 1));
}

/** 1 where some value is not 0. */
export function oracleAny(x: Dense, axes?: Axes, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, (values) => Number(values.some((value) => value !== 0)));
}

/** 1 where no value is 0. */
export function oracleAll(x: Dense, axes?: Axes, { keepDim = false }: KeepDim = {}): Dense {
  return reduceAxes(x, axes, keepDim, (values) => Number(values.every((value) => value !== 0)));
}
