import fc from "fast-check";
import { ConformanceFailure } from "./failure.js";
import type { CheckContext, Outcome } from "./check.js";
import type { Args } from "./spec.js";

/**
 * Runs random cases, shrinks a failing one to a tiny one, and reports it with the seed that shows it again.
 *
 * @param body Throws a ConformanceFailure when the case fails; returns its share of the bound.
 */
export async function runRandom(arbitrary: fc.Arbitrary<Args>, context: CheckContext, runs: number, body: (args: Args) => Promise<number>): Promise<Outcome> {
  let worst = 0;
  const property = fc.asyncProperty(arbitrary, async (args) => {
    worst = Math.max(worst, await body(args));
  });
  const details = await fc.check(property, { seed: context.seed, numRuns: runs, endOnFailure: false });
  if (!details.failed) return { cases: details.numRuns, worst };
  const error = details.errorInstance;
  const reason = error instanceof Error ? error.message : String(error);
  throw new ConformanceFailure(`random #${details.numRuns} (seed ${context.seed}): ${reason}; rerun with SEED=${context.seed}\nsmallest case: ${printArgs(details.counterexample?.[0] ?? [])}`, { cause: error });
}

function printArgs(args: Args): string {
  const text = JSON.stringify(args, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
