import type { Prepared } from "./subject.js";
import type { Limit } from "./limits/limit.js";
import { withTimeOut } from "./time-out.js";

/** How long a row may take. Times are in milliseconds. */
export interface Limits {
  /** Rounds at least; and at most so many while the row took less than `least` in all. */
  readonly rounds: number;
  readonly mostRounds: number;
  readonly least: number;
  /** A subject that has had its share of time drops out, but not before `fewestRounds`, unless these take three shares. */
  readonly share: number;
  readonly fewestRounds: number;
  /** Each subject runs at least this long before it is timed. */
  readonly warmUp: number;
  /** A run that takes longer is taken for hung. */
  readonly patience: number;
}

/** With `--runs` exactly so many rounds, of every subject. */
export function limitsFor(rounds: number, runs: number | null, isLong: boolean): Limits {
  const patience = isLong ? 1_800_000 : 120_000;
  if (runs !== null) return { rounds: runs, mostRounds: runs, least: 0, share: Infinity, fewestRounds: runs, warmUp: runs === 1 || isLong ? 0 : 100, patience };
  if (isLong) return { rounds, mostRounds: rounds, least: 0, share: Infinity, fewestRounds: rounds, warmUp: 0, patience };
  return { rounds, mostRounds: Math.max(rounds, 50), least: 2_000, share: 8_000, fewestRounds: 3, warmUp: 300, patience };
}

/** Milliseconds, from any start. */
export type Clock = () => number;

/** Runs that are shorter have one more before them, untimed: caches and threads are awake then, as they are in a program that does nothing else. */
const short = 100;

/** One subject's turn; the time of its last run. */
export async function turn(subject: Prepared, isShort: boolean, now: Clock, patience: number): Promise<number> {
  await subject.before?.();
  if (isShort) await timeOnce(subject, now, patience);
  const time = await timeOnce(subject, now, patience);
  await subject.after?.();
  return time;
}

/** The time of one run: by our clock, or what a subject in another process says. */
async function timeOnce(subject: Prepared, now: Clock, patience: number): Promise<number> {
  const start = now();
  const running = subject.run();
  // A run that is done is not awaited: that would add a turn of the event loop to it.
  const own = running instanceof Promise ? await withTimeOut(running, patience) : running;
  return typeof own === "number" ? own : now() - start;
}

/** Times of one subject, round by round: it is in all rounds up to the one where it drops out. Or why a run failed. */
export type Timed = { readonly times: number[]; failure: Error | null };

export interface Race {
  readonly subjects: readonly Timed[];
  /** Times of the limit. */
  readonly limit: readonly number[];
}

/** Runs A B A B …, and the limit once a round. */
export async function measure(
  subjects: readonly Prepared[], limit: Limit | null, limits: Limits, now: Clock, tell: (subject: number, round: number) => void = () => {},
): Promise<Race> {
  const results = subjects.map((): Timed => ({ times: [], failure: null }));
  const limitTimes: number[] = [];
  const spent = subjects.map(() => 0);
  const start = now();
  const goesOn = (i: number): boolean => {
    const share = results[i]!.times.length < limits.fewestRounds ? 3 * limits.share : limits.share;
    return results[i]!.failure === null && spent[i]! < share;
  };
  for (let round = 0; round < limits.rounds || (round < limits.mostRounds && now() - start < limits.least); round++) {
    for (const [i, subject] of subjects.entries()) {
      if (!goesOn(i)) continue;                      // for good: what it has spent only grows
      tell(i, round);
      try {
        const isShort = limits.warmUp > 0 && (results[i]!.times.at(-1) ?? Infinity) < short;
        const begin = now();
        results[i]!.times.push(await turn(subject, isShort, now, limits.patience));
        spent[i]! += now() - begin;
      } catch (error) {
        results[i]!.failure = error as Error;
      }
    }
    if (limit === null) continue;
    limit.run();
    const before = now();
    limit.run();
    limitTimes.push(now() - before);
  }
  return { subjects: results, limit: limitTimes };
}
