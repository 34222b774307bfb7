import type { Backend } from "@convoke/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultChecks, type Fault } from "./layers/faults.js";
import { planChecks } from "./suite/plan.js";
import { floatDTypes, runCheck, unusedWaivers, defaultRuns, deepRuns } from "./suite/run.js";
import { layers, type Check } from "./suite/check.js";
import { watchBounds, type BoundWatch } from "./suite/bound-watch.js";
import type { StatedBounds } from "./suite/stated-bound.js";
import type { Waiver } from "./suite/waiver.js";

export interface TestBackendOptions {
  /** Checks that may fail, with reasons; one that passes is reported. */
  readonly waive?: readonly Waiver[];
  /** Kernels whose error has another bound than that of a plain sum, with its derivation in the backend's documentation. */
  readonly bounds?: StatedBounds;
  /** Ways to break this backend, each of which must end in a typed error. */
  readonly faults?: Readonly<Record<string, Fault>>;
  /** Default: every check. */
  readonly checks?: readonly Check[];
  /** Random cases an op where `DEEP` is not set; default 25. Less for a backend that compiles a kernel for nearly every case. */
  readonly runs?: number;
}

/**
 * A backend author's whole test file: every check of the suite as a vitest test.
 *
 * `SEED`, `DEEP=1` and `OP` in the environment choose the seed, 1,000 random cases an op, and one op.
 *
 * @example
 * testBackend(() => cpu());
 */
export function testBackend(make: () => Backend | Promise<Backend>, options: TestBackendOptions = {}): void {
  const { waive = [], bounds = {}, faults = {}, checks = planChecks(), runs = defaultRuns } = options;
  const settings = readSettings(runs);
  const all = [...checks, ...faultChecks(make, faults)].filter(({ op }) => settings.op === null || op === settings.op);
  let watch: BoundWatch;
  beforeAll(async () => {
    watch = watchBounds(await make(), bounds);
  });
  afterAll(() => watch?.backend.dispose());

  for (const dtype of ["float32", "float64"] as const) {
    describe(dtype, () => {
      for (const op of new Set(all.map((check) => check.op))) {
        for (const layer of layers) {
          const group = all.filter((check) => check.op === op && check.layer === layer);
          if (group.length === 0) continue;
          test(`${op} › ${layer} (${group.length})`, { timeout: 120_000 }, async (context) => {
            const { backend } = watch;
            if (!floatDTypes(backend).includes(dtype)) return context.skip(`${backend.name} has no ${dtype}`);
            const failures: string[] = [];
            for (const check of group) {
              const { status, message } = await runCheck(check, { backend, watch, dtype, seed: settings.seed, runs: settings.runs }, waive);
              if (status === "fail" || status === "stale waiver") failures.push(`${message}`);
            }
            expect(failures.join("\n")).toBe("");
          });
        }
      }
    });
  }
  test("every waiver covers a check", () => {
    expect(settings.op === null ? unusedWaivers(all, waive) : []).toEqual([]);
  });
}

function readSettings(runs: number): { seed: number; runs: number; op: string | null } {
  type Environment = Readonly<Record<string, string | undefined>>;
  const { process } = globalThis as { process?: { env?: Environment } };
  const environment: Environment = { ...process?.env, ...(import.meta as { env?: Environment }).env };   // a page has no process: vitest puts its `env` there
  return { seed: Number(environment.SEED ?? 0), runs: environment.DEEP ? deepRuns : runs, op: environment.OP ?? null };
}
