import { isTiming, type Measurement, type NoTiming } from "./measurement.js";
import type { Subject } from "./subject.js";
import type { Row } from "./workload.js";

/** A run that would take longer is not worth waiting for: the rows before tell enough about that subject. */
const longestRun = 20_000;

const groupOf = ({ id }: Pick<Row, "id">): string => id.split("/")[0]!;

/** Leaves out of a row who would take too long at the best speed that it had in the rows of the same group so far. */
export function splitBySpeed(
  row: Pick<Row, "id" | "work">, subjects: readonly Subject[], rows: readonly Pick<Row, "id" | "work">[], measurements: readonly Measurement[],
): { readonly fast: readonly Subject[]; readonly slow: readonly NoTiming[] } {
  const fast: Subject[] = [];
  const slow: NoTiming[] = [];
  for (const subject of subjects) {
    const estimates = rows.filter((other) => groupOf(other) === groupOf(row)).flatMap((other) => {
      const before = measurements.find((each) => each.row === other.id && each.subject === subject.name);
      return before && isTiming(before) ? [(before.median * row.work.amount) / other.work.amount] : [];
    });
    const estimate = estimates.length > 0 ? Math.min(...estimates) : 0;
    if (estimate <= longestRun) fast.push(subject);
    else slow.push({ row: row.id, subject: subject.name, threads: subject.threads, note: `too slow: about ${Math.round(estimate / 1000)} s a run` });
  }
  return { fast, slow };
}
