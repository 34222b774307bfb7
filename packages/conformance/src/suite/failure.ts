import type { Dense } from "../oracle/dense.js";

/** A backend that does not do what the suite expects; the message says where, and how to see it again. */
export class ConformanceFailure extends Error {
  override readonly name = "ConformanceFailure";
}

/** How far a result is from the exact one. */
export interface Comparison {
  /** The worst error as a share of what is allowed; 0 where both are equal. */
  readonly worst: number;
  /** `3 of 640 elements differ; first at [0, 4, 2, 2]: got …`, or null when all are within the bound. */
  readonly message: string | null;
}

/** Compares element by element; NaN equals NaN, infinities must be equal. */
export function compareElements(actual: ArrayLike<number>, exact: Dense, allowed: (element: number) => number, round: (value: number) => number): Comparison {
  let worst = 0;
  let wrong = 0;
  let first = -1;
  for (let i = 0; i < exact.data.length; i++) {
    const got = actual[i]!;
    const expected = round(exact.data[i]!);
    if (got === expected || (Number.isNaN(got) && Number.isNaN(expected))) continue;
    const error = Math.abs(got - exact.data[i]!);
    const limit = allowed(i);
    const share = error <= limit && Number.isFinite(got) ? error / limit : Infinity;
    if (share > worst) worst = share;
    if (share <= 1) continue;
    wrong++;
    if (first < 0) first = i;
  }
  if (wrong === 0) return { worst, message: null };
  const expected = exact.data[first]!;
  const error = Math.abs(actual[first]! - expected).toExponential(1);
  return {
    worst,
    message:
      `${wrong} of ${exact.data.length} elements differ; first at [${indexOf(first, exact.shape).join(", ")}]: ` +
      `got ${actual[first]}, expected ${expected}, error ${error}, allowed ${allowed(first).toExponential(1)}`,
  };
}

function indexOf(element: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = element;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return index;
}
