import { compare } from "./compare.js";
import { measure, timeOnce, type Clock, type Limits } from "./measure.js";
import { measurementOf, type Measurement } from "./measurement.js";
import type { Prepared, Subject } from "./subject.js";
import type { Results, Row } from "./workload.js";

/** What a row gave; a subject with a problem was not timed. */
export interface RowOutcome {
  readonly measurements: readonly Measurement[];
  readonly problems: readonly string[];
}

interface Entrant {
  readonly subject: Subject;
  readonly prepared: Prepared;
  readonly difference: number;
}

/** Compares what the subjects compute in their first run, warms them up, then times those that agree with the first subject in turn. */
export async function benchRow(
  row: Row, subjects: readonly Subject[], limits: Limits, log: (line: string) => void, now: Clock = () => performance.now(),
): Promise<RowOutcome> {
  const workload = row.workload();
  const entrants: Entrant[] = [];
  const problems: string[] = [];
  let expected: Results | null = null;
  for (const subject of subjects) {
    const prepared = subject.prepare(workload);
    if (prepared === null) continue;
    let spent = await timeOnce(prepared, now);
    const results = await prepared.results();
    expected ??= results;
    const { difference, problem } = compare(workload, expected, results);
    if (problem !== null) {
      problems.push(`${row.id}: ${subject.name} and ${subjects[0]!.name} disagree, ${problem}; not timed`);
      prepared.dispose();
      continue;
    }
    while (spent < limits.warmUp) spent += await timeOnce(prepared, now);
    if (entrants.length > 0) log(`${row.id}: ${subject.name} agrees, max difference ${difference.toExponential(1)}`);
    entrants.push({ subject, prepared, difference });
  }
  const times = await measure(entrants.map(({ prepared }) => prepared), limits, now);
  for (const { prepared } of entrants) prepared.dispose();
  return { measurements: entrants.map(({ subject, difference }, i) => measurementOf(row, subject, times[i]!, times[0]!, difference)), problems };
}
