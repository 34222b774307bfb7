import { compare } from "./compare.js";
import type { Limits } from "./limits/limit.js";
import { type Budget, callsFor, type Clock, measure, type Runner, turn } from "./measure.js";
import { type Measurement, timingOf } from "./measurement.js";
import { Ended, type Prepared, type Remote, type Subject, Unsupported } from "./subject.js";
import { TimeOut, withTimeOut } from "./time-out.js";
import type { Results, Row } from "./workload.js";

/** What a row gave. */
export interface RowOutcome {
  /** In the order of the subjects. */
  readonly measurements: readonly Measurement[];
  /** A result that differs or a run that failed, in words. */
  readonly problems: readonly string[];
  /** They gave no answer and were ended, or ended by themselves. */
  readonly lost: readonly Subject[];
}

/** Is told what runs, before it does. */
export type Tell = (subject: Subject, what: string) => void;

interface Entrant extends Runner {
  readonly subject: Subject;
  readonly difference: number;
}

/** Compares what the subjects compute in their first run, warms them up, then times those that agree in turn. */
export async function benchRow(
  row: Row, subjects: readonly Subject[], limits: Pick<Limits, "of">, budget: Budget, tell: Tell, now: Clock = () => performance.now(),
): Promise<RowOutcome> {
  const workload = await row.workload();
  const entrants: Entrant[] = [];
  const notes = new Map<Subject, string>();
  const problems: string[] = [];
  const lost: Subject[] = [];
  let expected: { readonly results: Results; readonly name: string } | null = null;

  const leaveOut = (subject: Subject, reason: string): void => {
    notes.set(subject, reason);
    problems.push(`${row.id}: ${subject.name} ${reason}`);
  };
  const failed = (subject: Subject, error: Error): void => {
    if (error instanceof Unsupported) return void notes.set(subject, error.message);
    const isHung = error instanceof TimeOut;
    leaveOut(subject, `${isHung ? "hung" : "failed"}: ${error.message}`);
    if (!isHung && !(error instanceof Ended)) return;
    lost.push(subject);
    void subject.dispose();
  };

  for (const subject of subjects) {
    tell(subject, "first run");
    let prepared: Prepared | Remote | null = null;
    try {
      prepared = await withTimeOut(subject.prepare(workload), budget.patience);
      if (prepared === null) continue;
      let time = await turn(prepared, 1, false, now, budget.patience), spent = time;
      const results = await withTimeOut(prepared.results(), budget.patience);
      expected ??= { results, name: subject.name };
      const { difference, problem } = compare(workload, expected.results, results);
      if (problem === null) {
        while (spent < budget.warmUp) spent += time = await turn(prepared, 1, false, now, budget.patience);
        entrants.push({ subject, prepared, difference, calls: callsFor(time, row.mostCalls) });
        continue;
      }
      const known = workload.kind === "operation" ? subject.wrong?.[workload.operation] : undefined;
      if (known !== undefined) notes.set(subject, `wrong, as is known: ${known}`);
      else leaveOut(subject, subject.name === expected.name ? `is no reference: ${problem}` : `disagrees with ${expected.name}: ${problem}`);
    } catch (error) {
      failed(subject, error as Error);
    }
    prepared?.dispose();
  }

  const ofRow = limits.of(row.work);
  const race = await measure(entrants, ofRow, budget, now, (i, round) => tell(entrants[i]!.subject, `run ${round + 1}`), (i, error) => failed(entrants[i]!.subject, error));
  for (const { prepared } of entrants) prepared.dispose();

  const raced = entrants.map(({ subject, difference }, i) => ({ subject, difference, times: race.subjects[i]!.times }));
  const outcomes = raced.filter(({ subject }) => !notes.has(subject));
  const limitTimes = ofRow.map(({ threads, amount }, i) => ({ threads, amount, times: race.limits[i]! }));
  const measurements = subjects.flatMap((subject): readonly Measurement[] => {
    const own = outcomes.find((outcome) => outcome.subject === subject);
    if (own) return [timingOf(row, own, outcomes, limitTimes)];
    const note = notes.get(subject);
    return note === undefined ? [] : [{ row: row.id, subject: subject.name, threads: subject.threads, note }];
  });
  return { measurements, problems, lost };
}
