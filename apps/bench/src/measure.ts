import type { Prepared } from "./subject.js";

/** How long a row may take. Times are in milliseconds. */
export interface Limits {
  /** Rounds go on until this much time has passed, … */
  readonly budget: number;
  /** … but there are at least and at most so many. */
  readonly leastRounds: number;
  readonly mostRounds: number;
  /** Each subject runs at least this long before it is timed. */
  readonly warmUp: number;
}

export const fullLimits: Limits = { budget: 20_000, leastRounds: 3, mostRounds: 50, warmUp: 500 };
export const quickLimits: Limits = { budget: 2_000, leastRounds: 3, mostRounds: 10, warmUp: 100 };

/** Milliseconds, from any start. */
export type Clock = () => number;

export async function timeOnce(subject: Prepared, now: Clock): Promise<number> {
  const start = now();
  await subject.run();
  return now() - start;
}

/** Runs A B A B …; the result is times[subject][round] in milliseconds. */
export async function measure(subjects: readonly Prepared[], limits: Limits, now: Clock): Promise<number[][]> {
  const times = subjects.map((): number[] => []);
  const start = now();
  for (let round = 0; round < limits.leastRounds || (round < limits.mostRounds && now() - start < limits.budget); round++) {
    for (const [index, subject] of subjects.entries()) times[index]!.push(await timeOnce(subject, now));
  }
  return times;
}
