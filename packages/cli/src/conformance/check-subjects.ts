import {
  type CheckResult, deepRuns, defaultRuns, faultChecks, planChecks, type ReportRow, reportRows, runChecks, textTable, unusedWaivers,
} from "@convoke/conformance";
import { BackendUnavailableError } from "@convoke/core";
import type { Context } from "../command/command.js";
import { RunError, UsageError } from "../command/errors.js";
import { suggestion } from "../command/read-arguments.js";
import { isLive, LiveLine } from "../terminal/live-line.js";
import { type Subject, subjects } from "./subjects.js";

export interface ConformanceSettings {
  /** null: all. */
  readonly backends: readonly string[] | null;
  readonly ops: readonly string[] | null;
  readonly seed: number;
  readonly deep: boolean;
  readonly json: boolean;
}

export interface ConformanceOutcome {
  readonly rows: readonly ReportRow[];
  readonly failures: readonly string[];
  /** Backends that do not run here; only those that nobody asked for by name. */
  readonly unavailable: readonly string[];
}

/** Checks backends and prints the table, or with `json` a row a line. */
export async function checkSubjects(settings: ConformanceSettings, context: Context): Promise<ConformanceOutcome> {
  const { print } = context;
  const names = settings.backends ?? Object.keys(subjects);
  for (const name of names) refuseUnknown("backend", name, Object.keys(subjects));
  const known = [...new Set(planChecks().map(({ op }) => op))];
  for (const op of settings.ops ?? []) refuseUnknown("op", op, known);

  const signal = context.interrupt();
  const rows: ReportRow[] = [];
  const unavailable: string[] = [];
  for (const name of names) {
    try {
      rows.push(...(await check(name, subjects[name]!, settings, signal, context)));
    } catch (error) {
      if (settings.backends !== null || !BackendUnavailableError.isInstance(error)) throw error;
      unavailable.push(name);
      context.stderr.write(`not run: ${name}, ${error.message}\n`);
    }
  }
  const unused = settings.ops === null ? names.flatMap((name) => staleWaivers(subjects[name]!)) : [];
  const failures = [...rows.flatMap(({ status, messages }) => (status === "fail" ? messages : [])), ...unused];
  if (!settings.json) {
    print(textTable(rows));
    print("\nEach number is the worst error as a share of the bound; derived means core's default kernel.");
    for (const message of failures) print(`\n${message}`);
    const cases = rows.reduce((sum, row) => sum + row.cases, 0);
    print(`\n${failures.length === 0 ? "All checks pass" : `${failures.length} checks fail`}: ${cases} cases, ${rows.length} rows, seed ${settings.seed}.`);
  }
  return { rows, failures, unavailable };
}

function refuseUnknown(flag: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new UsageError(`--${flag}: there is no ${JSON.stringify(name)}${suggestion(name, known)}, expected some of ${known.join(", ")}`);
}

async function check(name: string, { make, waive, bounds = {} }: Subject, settings: ConformanceSettings, signal: AbortSignal, context: Context): Promise<ReportRow[]> {
  const backend = await make();
  const checks = [...planChecks(), ...faultChecks(make)].filter(({ op }) => settings.ops?.includes(op) ?? true);
  const line = isLive(context.stderr, context.env) ? new LiveLine(context.stderr) : null;
  let done = 0;
  const onResult = ({ check: { op, layer } }: CheckResult): void => {
    done++;
    line?.show((width) => `${name}: ${done} checks, ${op} ${layer}`.slice(0, width));
  };
  const runs = settings.deep ? deepRuns : defaultRuns;
  try {
    const results = await runChecks(checks, backend, { seed: settings.seed, runs, waive, bounds, onResult, isStopped: () => signal.aborted });
    signal.throwIfAborted();
    if (results.length === 0) throw new RunError(`${name}: nothing was checked`);
    const rows = reportRows(results, backend).map((row) => ({ ...row, backend: name }));
    if (settings.json) for (const row of rows) context.print(JSON.stringify(row));
    return rows;
  } finally {
    line?.close();
    await backend.dispose();
  }
}

/** Waivers that cover nothing: misspelt, or of a check that is gone. */
function staleWaivers({ make, waive }: Subject): string[] {
  return unusedWaivers([...planChecks(), ...faultChecks(make)], waive).map(({ cases, reason }) => `waiver ${cases.join(", ")} (${reason}) covers no check`);
}
