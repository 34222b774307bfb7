import type { Results, Workload } from "./workload.js";

/** float32 sums in another order differ by less than this part of the largest value; gradients through several layers of batch norm by more. */
const tolerance = 1e-3;
const trainingTolerance = 1e-2;

/** Accuracies after an epoch: hundreds of steps make small differences large, and still every library must have learnt. */
const accuracyTolerance = 0.01;
const learnt = 0.95;

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
    if (workload.kind === "epoch" && !(others[0]! >= learnt)) return { difference, problem: `the accuracy is ${others[0]}, expected at least ${learnt}` };
    const allowed = workload.kind === "epoch" ? accuracyTolerance : (workload.kind === "trainingStep" ? trainingTolerance : tolerance) * scale;
    if (!(difference <= allowed)) return { difference, problem: `${part} differs by ${difference.toExponential(1)}, allowed ${allowed.toExponential(1)}` };
  }
  return { difference: largest, problem: null };
}
