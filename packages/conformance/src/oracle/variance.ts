import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";
import { reduceAxes } from "./reduce-axes.js";

interface VarianceOptions {
  correction?: number;
  keepDim?: boolean;
}

/** Σ (x − mean)² / max(0, n − correction). */
export function variance(values: readonly number[], correction: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / Math.max(0, values.length - correction);
}

export function oracleVar(
  x: Dense,
  axes?: number | readonly number[],
  { correction = 1, keepDim = false }: VarianceOptions = {},
): Dense {
  return reduceAxes(x, axes, keepDim, (values) => variance(values, correction));
}

/** √var. */
export function oracleStd(x: Dense, axes?: number | readonly number[], options: VarianceOptions = {}): Dense {
  return elementwise(Math.sqrt, oracleVar(x, axes, options));
}
