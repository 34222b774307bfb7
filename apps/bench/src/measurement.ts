import { arch, cpus } from "node:os";
import { median, pairRatios, spread } from "./statistics.js";
import type { Subject } from "./subject.js";
import type { Row } from "./workload.js";

/** One subject on one row: what the JSON file holds. Times are in milliseconds. */
export interface Measurement {
  readonly row: string;
  readonly subject: string;
  readonly threads: number;
  readonly median: number;
  /** The shortest and the longest run. */
  readonly spread: readonly [number, number];
  readonly gflops: number;
  /** Its time ÷ the time of the first subject, pair by pair; empty for the first subject itself. */
  readonly ratios: readonly number[];
  /** The median of the ratios: how many times as long as the first subject it takes. */
  readonly ratio: number;
  readonly runs: number;
  /** The largest absolute difference of a result from the first subject's, seen before timing. */
  readonly difference: number;
  readonly node: string;
  readonly cpu: string;
}

export const machine = { node: process.versions.node, cpu: `${cpus()[0]?.model.trim() ?? arch()} × ${cpus().length}` };

/** `times` of a subject and `base`, those of the first subject in the same rounds. */
export function measurementOf(row: Row, { name, threads }: Subject, times: readonly number[], base: readonly number[], difference: number): Measurement {
  const ratios = times === base ? [] : pairRatios(times, base);
  const middle = median(times);
  return {
    row: row.id, subject: name, threads,
    median: middle, spread: spread(times), gflops: row.flop / middle / 1e6,
    ratios, ratio: ratios.length > 0 ? median(ratios) : 1, runs: times.length, difference,
    ...machine,
  };
}
