import { faultChecks, planChecks, reportRows, runChecks, type CheckResult } from "@convoke/conformance";
import type { Backend } from "@convoke/core";
import type { Job, JobContext } from "./job.js";
import { messageOf } from "./message-of.js";
import type { Subject } from "./subjects.js";

/** Rows and progress are told at most this often. */
const interval = 100; // ms

/** Runs the suite and tells the row of each op whenever it is complete; throws where the backend itself is broken. */
export async function checkBackend(backend: Backend, subject: Subject, { ops, runs, seed }: Job & { readonly kind: "check" }, { tell, isStopped }: JobContext): Promise<void> {
  const all = [...planChecks(), ...faultChecks(subject.make, subject.faults)];
  const unknown = ops?.find((name) => !all.some(({ op }) => op === name));
  if (unknown !== undefined) throw new Error(`there is no op "${unknown}", expected ${[...new Set(all.map(({ op }) => op))].join(", ")}`);
  const checks = all.filter(({ op }) => ops?.includes(op) ?? true);
  const total = checks.length * ["float32", "float64"].filter((dtype) => backend.capabilities.dtypes.has(dtype as "float32")).length;
  const groups = new Map<string, CheckResult[]>();
  let current = "";
  let done = 0;
  let told = 0;
  let broken: string | null = null;
  const tellRow = (key: string): void => {
    const group = groups.get(key);
    if (group) tell({ type: "rows", rows: reportRows(group, backend) });
  };
  const onResult = (result: CheckResult): void => {
    const key = `${result.check.op}/${result.dtype}`;
    if (key !== current) tellRow(current);
    current = key;
    groups.set(key, [...(groups.get(key) ?? []), result]);
    done++;
    if (result.status === "fail") void isBroken(backend).then((reason) => (broken ??= reason));
    if (performance.now() - told < interval) return;
    told = performance.now();
    tell({ type: "progress", done, total, op: result.check.op });
  };
  await runChecks(checks, backend, {
    runs, seed, waive: subject.waive ?? [], bounds: subject.bounds ?? {}, onResult, isStopped: () => broken !== null || isStopped(),
  });
  tellRow(current);
  tell({ type: "progress", done, total, op: current.split("/")[0]! });
  if (broken !== null) throw new Error(broken);
}

/** Why a backend can do nothing any more, or null: after a lost context or a dead worker all that is left would fail alike. */
async function isBroken(backend: Backend): Promise<string | null> {
  try {
    const storage = backend.write(new Float32Array([1]), "float32");
    await backend.read(storage);
    backend.free(storage);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
