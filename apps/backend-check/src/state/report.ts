import type { Session } from "./session.js";

/** The name and version of the report's form. */
const format = "convoke-backend-check/1";

/** All that the page found out, as plain data; the meaning of each row is `ReportRow` of @convoke/conformance. */
export function reportOf({ subjects, options }: Session): object {
  return {
    format,
    time: new Date().toISOString(),
    browser: {
      userAgent: navigator.userAgent, language: navigator.language, processors: navigator.hardwareConcurrency, crossOriginIsolated,
    },
    ops: options.ops ?? "all",
    backends: subjects.map(({ id, state, host, info, reason, check, training }) => ({
      backend: id, state, host, info, reason,
      check: check && {
        status: check.status, runs: check.runs, seed: check.seed, checks: check.done, of: check.total, milliseconds: Math.round(check.milliseconds),
        error: check.error, rows: [...check.rows.values()].map(({ backend: _, ...row }) => row),
      },
      training: training && {
        status: training.status, steps: training.steps, accuracy: training.accuracy && { right: training.accuracy.right, total: training.accuracy.total },
        error: training.error, losses: training.losses, milliseconds: training.milliseconds.map((each) => Math.round(each * 10) / 10),
      },
    })),
  };
}
