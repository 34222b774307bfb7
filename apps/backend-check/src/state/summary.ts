import type { SubjectState } from "./session.js";

export interface Summary {
  /** Operations that fail, and backends that gave up. */
  readonly failed: number;
  readonly isStopped: boolean;
  readonly hasChecks: boolean;
}

export function summarize(subjects: readonly SubjectState[]): Summary {
  const works = subjects.flatMap(({ check, training }) => [check, training].filter((work) => work !== null));
  const rows = subjects.flatMap(({ check }) => [...(check?.rows.values() ?? [])]);
  return {
    failed: rows.filter(({ status }) => status === "fail").length + works.filter(({ status }) => status === "broken").length,
    isStopped: works.some(({ status }) => status === "stopped"),
    hasChecks: rows.length > 0,
  };
}
