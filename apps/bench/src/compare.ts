import type { Results, Workload } from "./workload.js";

/** float32 sums in another order differ by less than this part of the largest value. */
const tolerance = 1e-3;

/** The largest difference of two results, or why they do not agree. */
export type Comparison = { readonly difference: number; readonly problem: string | null };

/** Compares results part by part. Of weights their change is compared: beside the weight itself a wrong gradient would be small. */
export function compare(workload: Workload, expected: Results, actual: Results): Comparison {
  let largest = 0;
  for (const [part, values] of Object.entries(expected)) {
    const others = actual[part];
    if (others?.length !== values.length) return { difference: NaN, problem: `${part} has ${others?.length ?? 0} values, expected ${values.length}` };
    const before = workload.kind === "trainingStep" ? workload.state[part]?.data : undefined;
    let difference = 0;
    let scale = 0;
    for (let i = 0; i < values.length; i++) {
      difference = Math.max(difference, Math.abs(values[i]! - others[i]!));   // NaN stays
      scale = Math.max(scale, Math.abs(values[i]! - (before?.[i] ?? 0)));
    }
    largest = Math.max(largest, difference);
    if (scale === 0) return { difference, problem: `${part} is zero or unchanged everywhere, which proves nothing` };
    if (!(difference <= tolerance * scale)) {
      return { difference, problem: `${part} differs by ${difference.toExponential(1)}, allowed ${(tolerance * scale).toExponential(1)}` };
    }
  }
  return { difference: largest, problem: null };
}
