import { isTiming, type Measurement, type Timing } from "../measurement.js";
import type { Subject } from "../subject.js";
import { compact, digits, percent } from "./numbers.js";

/** A column that compares all subjects with one: its head, and whose. */
export interface Base {
  readonly head: string;
  readonly name: string;
}

/** Convoke's subjects; where none takes part, the first of all. */
export function basesOf(subjects: readonly Pick<Subject, "name" | "column">[]): readonly Base[] {
  const ours = subjects.flatMap(({ name, column }) => (column === undefined ? [] : [{ head: `÷ ${column}`, name }]));
  return ours.length > 0 ? ours : subjects.slice(0, 1).map(({ name }) => ({ head: "÷ first", name }));
}

/** The numbers of one line: median, quartiles, speed, share of the limit, runs, ratios. */
export function cellsOf(timing: Timing, row: readonly Measurement[], bases: readonly Base[]): readonly string[] {
  const { subject, median, spread, gflops, gbps, perSecond, limit, runs } = timing;
  const ratios = bases.map(({ name }) => {
    const base = row.find((other) => other.subject === name);
    return base && isTiming(base) && name !== subject ? digits(base.ratios[subject]!) : "";
  });
  const speed = gflops ?? gbps;
  return [
    digits(median), spread.map(digits).join("–"), speed === undefined ? compact(perSecond!) : digits(speed),
    limit === null ? "" : percent(limit), String(runs), ...ratios,
  ];
}
