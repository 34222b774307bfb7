import { median, medianRatio, quartiles } from "./statistics.js";
import type { Subject } from "./subject.js";
import type { Row, Work } from "./workload.js";

/** One subject on one row: a record of the JSON file. Times are in milliseconds. */
export type Measurement = Timing | NoTiming;

export interface Timing {
  readonly row: string;
  readonly subject: string;
  readonly threads: number;
  readonly median: number;
  /** The first and the third quartile: half of the runs lie between them. */
  readonly spread: readonly [number, number];
  readonly runs: number;
  /** Speed, by what the row is measured in; of calls and images `perSecond`. */
  readonly gflops?: number;
  readonly gbps?: number;
  readonly perSecond?: number;
  /** Speed ÷ the limit of as many threads, measured in the same rounds; null where there is none. */
  readonly limit: number | null;
  /** For each other subject its time ÷ this one's, pair by pair, median: how many times as long the other takes. */
  readonly ratios: Readonly<Record<string, number>>;
  /** The largest absolute difference of a result from the first subject's, seen before timing. */
  readonly difference: number;
}

/** A subject that was not timed, and why: "no kernel Conv2DBackpropFilter", "disagrees: …", "failed: …". */
export interface NoTiming {
  readonly row: string;
  readonly subject: string;
  readonly threads: number;
  readonly note: string;
}

export const isTiming = (measurement: Measurement): measurement is Timing => "median" in measurement;

/** What one subject did in a row. */
export interface Outcome {
  readonly subject: Pick<Subject, "name" | "threads">;
  readonly times: readonly number[];
  readonly difference: number;
}

export interface LimitTimes {
  readonly threads: number;
  readonly amount: number;
  readonly times: readonly number[];
}

export function timingOf(row: Pick<Row, "id" | "work">, own: Outcome, all: readonly Outcome[], limits: readonly LimitTimes[]): Timing {
  const { subject: { name, threads }, times, difference } = own;
  const { amount } = row.work;
  const limit = limits.find((each) => each.threads === threads);
  const others = all.filter((other) => other !== own);
  return {
    row: row.id, subject: name, threads,
    median: median(times), spread: quartiles(times), runs: times.length,
    ...speedOf(row.work, median(times)),
    limit: limit ? (medianRatio(limit.times, times) * amount) / limit.amount : null,
    ratios: Object.fromEntries(others.map((other) => [other.subject.name, medianRatio(other.times, times)])),
    difference,
  };
}

function speedOf({ unit, amount }: Work, milliseconds: number): Pick<Timing, "gflops" | "gbps" | "perSecond"> {
  const perSecond = amount / (milliseconds / 1000);
  switch (unit) {
    case "GFLOP/s": return { gflops: perSecond / 1e9 };
    case "GB/s": return { gbps: perSecond / 1e9 };
    default: return { perSecond };
  }
}
