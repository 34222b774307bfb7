import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";
import { reduceAxes } from "./reduce-axes.js";

/** m + log Σ e^(x − m) with m = max x, or 0 where that is infinite. */
export function oracleLogSumExp(
  x: Dense,
  axes?: number | readonly number[],
  { keepDim = false }: { keepDim?: boolean } = {},
): Dense {
  return reduceAxes(x, axes, keepDim, (values) => {
    const greatest = Math.max(...values);
    const shift = Math.abs(greatest) === Infinity ? 0 : greatest;
    return shift + Math.log(values.reduce((sum, value) => sum + Math.exp(value - shift), 0));
  });
}

/** For each row along `axis`: its maximum m and Σ e^(x − m). */
function rowSums(x: Dense, axis: number): { greatest: Dense; sum: Dense } {
  const greatest = reduceAxes(x, axis, true, (values) => Math.max(...values));
  const shifted = elementwise((x, greatest) => Math.exp(x - greatest), x, greatest);
  return { greatest, sum: reduceAxes(shifted, axis, true, (values) => values.reduce((sum, value) => sum + value, 0)) };
}

/** e^(x − m) / Σ e^(x − m). */
export function oracleSoftmax(x: Dense, axis: number): Dense {
  const { greatest, sum } = rowSums(x, axis);
  return elementwise((x, greatest, sum) => Math.exp(x - greatest) / sum, x, greatest, sum);
}

/** (x − m) − log Σ e^(x − m). */
export function oracleLogSoftmax(x: Dense, axis: number): Dense {
  const { greatest, sum } = rowSums(x, axis);
  return elementwise((x, greatest, sum) => x - greatest - Math.log(sum), x, greatest, sum);
}
