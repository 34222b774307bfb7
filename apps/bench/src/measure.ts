import type { Prepared, Remote } from "./subject.js";
import type { Limit } from "./limits/limit.js";
import { withTimeOut } from "./time-out.js";
import type { Row } from "./workload.js";

/** How long a row may take. Times are in milliseconds. */
export interface Budget {
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
export function budgetFor({ rounds = 10, warmUp = 300, onRequest: isLong = false }: Pick<Row, "rounds" | "warmUp" | "onRequest">, runs: number | null): Budget {
  const patience = isLong ? 1_800_000 : 120_000;
  if (runs !== null) return { rounds: runs, mostRounds: runs, least: 0, share: Infinity, fewestRounds: runs, warmUp: runs === 1 || isLong ? 0 : warmUp, patience };
  if (isLong) return { rounds, mostRounds: rounds, least: 0, share: Infinity, fewestRounds: rounds, warmUp: 0, patience };
  return { rounds, mostRounds: Math.max(rounds, 50), least: 2_000, share: 8_000, fewestRounds: 3, warmUp, patience };
}

/** Milliseconds, from any start. */
export type Clock = () => number;

/**
 * Runs that are shorter come after others that are not timed, for so long: caches are warm then, and threads awake and on cores of their own, as they are in a program that does nothing
 * else. The system takes some milliseconds to part threads that it woke on one core.
 */
const short = 100, waking = 40;

/** What a run lasts at least, by as many calls as it needs: one wait for the end, and one look at the clock, are small beside it. */
const shortestRun = 20;

export const callsFor = (time: number, most = 50): number => Math.min(most, Math.max(1, Math.ceil(shortestRun / time)));

/** One subject's turn; the time of a call of its last run. */
export async function turn(subject: Prepared | Remote, calls: number, isShort: boolean, now: Clock, patience: number): Promise<number> {
  if ("turn" in subject) return withTimeOut(subject.turn(calls, isShort), patience);
  for (let spent = 0; isShort && spent < waking; ) spent += calls * await timeOnce(subject, calls, now, patience);
  const time = await timeOnce(subject, calls, now, patience);
  await subject.after?.();
  return time;
}

/** The time of a call in one run: by our clock, or what a subject in another process says. */
async function timeOnce(subject: Prepared, calls: number, now: Clock, patience: number): Promise<number> {
  const start = now();
  const running = subject.run(calls);
  // A run that is done is not awaited: that would add a turn of the event loop to it.
  const own = running instanceof Promise ? await withTimeOut(running, patience) : running;
  return (typeof own === "number" ? own : now() - start) / calls;
}

/** A subject, and how many calls a run of it is. */
export interface Runner {
  readonly prepared: Prepared | Remote;
  readonly calls: number;
}

/** Times of one subject, round by round: it is in all rounds up to the one where it drops out. Or why a run failed. */
export type Timed = { readonly times: number[]; failure: Error | null };

export interface Race {
  readonly subjects: readonly Timed[];
  /** Times of each limit. */
  readonly limits: readonly (readonly number[])[];
}

/** Runs A B A B …, and each limit once a round; who fails is told at once. */
export async function measure(
  subjects: readonly Runner[], limits: readonly Limit[], budget: Budget, now: Clock, tell: (subject: number, round: number) => void = () => {}, fail: (subject: number, error: Error) => void = () => {},
): Promise<Race> {
  const results = subjects.map((): Timed => ({ times: [], failure: null }));
  const limitTimes = limits.map((): number[] => []);
  const spent = subjects.map(() => 0);
  const start = now();
  const goesOn = (i: number): boolean => {
    const share = results[i]!.times.length < budget.fewestRounds ? 3 * budget.share : budget.share;
    return results[i]!.failure === null && spent[i]! < share;
  };
  for (let round = 0; round < budget.rounds || (round < budget.mostRounds && now() - start < budget.least); round++) {
    for (const [i, { prepared, calls }] of subjects.entries()) {
      if (!goesOn(i)) continue;                      // for good: what it has spent only grows
      tell(i, round);
      try {
        const isShort = budget.warmUp > 0 && (results[i]!.times.at(-1) ?? Infinity) * calls < short;
        const begin = now();
        results[i]!.times.push(await turn(prepared, calls, isShort, now, budget.patience));
        spent[i]! += now() - begin;
      } catch (error) {
        fail(i, (results[i]!.failure = error as Error));
      }
    }
    for (const [i, limit] of limits.entries()) limitTimes[i]!.push(await limit.time());
  }
  return { subjects: results, limits: limitTimes };
}
