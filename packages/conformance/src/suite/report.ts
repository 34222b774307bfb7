import { isDerived } from "@convoke/core/backend";
import type { Backend } from "@convoke/core";
import type { FloatDType } from "./check.js";
import type { CheckResult } from "./run.js";

export type CellStatus = "pass" | "derived" | "waived" | "fail" | "unavailable";

/** One op on one backend in one dtype. */
export interface ReportRow {
  readonly backend: string;
  readonly op: string;
  readonly dtype: FloatDType;
  readonly status: CellStatus;
  readonly cases: number;
  /** The worst error as a share of the bound. */
  readonly worst: number;
  /** Other bounds than the ordinary one by which some cases were judged. */
  readonly bounds: readonly string[];
  readonly milliseconds: number;
  /** Failures, or reasons of waivers. */
  readonly messages: readonly string[];
}

type KernelName = Parameters<typeof isDerived>[1];

/** The derived kernel behind an op. */
const kernelOf: Readonly<Record<string, KernelName>> = {
  linear: "linear", conv2d: "conv2d", convolve2d: "conv2d", conv2dGradInput: "conv2dGradInput", conv2dGradWeight: "conv2dGradWeight",
  maxPool2d: "maxPool2d", avgPool2d: "avgPool2d", cat: "concat", stack: "concat", rand: "uniform", dropout: "uniform",
  batchNorm: "batchNorm", logSoftmax: "logSoftmax", crossEntropy: "crossEntropy", sgdStep: "sgdStep", adamStep: "adamStep",
};

/** Sums up the results of all checks, one row for each op and dtype, in the order in which they ran. */
export function reportRows(results: readonly CheckResult[], backend: Backend): ReportRow[] {
  const groups = groupBy(results, ({ check, dtype }) => `${check.op}/${dtype}`);
  return [...groups.values()].map((group) => {
    const { check, dtype } = group[0]!;
    const failures = group.filter(({ status }) => status === "fail" || status === "stale waiver");
    const waived = group.filter(({ status }) => status === "waived");
    const kernel = kernelOf[check.op];
    const derived = kernel !== undefined && isDerived(backend, kernel);
    return {
      backend: backend.name,
      op: check.op,
      dtype,
      status: failures.length > 0 ? "fail" : waived.length > 0 ? "waived" : derived ? "derived" : "pass",
      cases: group.reduce((sum, { cases }) => sum + cases, 0),
      worst: group.reduce((most, { worst, status }) => (status === "pass" ? Math.max(most, worst) : most), 0),
      bounds: [...new Set(group.flatMap(({ bounds }) => bounds))],
      milliseconds: Math.round(group.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
      messages: [...failures, ...waived].map(({ message }) => String(message)),
    };
  });
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** A table for terminals: op × (backend, dtype), status and the worst share of the bound. */
export function textTable(rows: readonly ReportRow[]): string {
  const columns = [...new Set(rows.map(columnOf))];
  const cells = new Map(rows.map((row) => [`${row.op}|${columnOf(row)}`, cellText(row)]));
  const ops = [...new Set(rows.map(({ op }) => op))];
  const body = ops.map((op) => [op, ...columns.map((column) => cells.get(`${op}|${column}`) ?? "–")]);
  const lines = [["op", ...columns], ...body];
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd()).join("\n");
}

function columnOf({ backend, dtype }: ReportRow): string {
  return `${backend} ${dtype}`;
}

function cellText({ status, worst, bounds }: ReportRow): string {
  if (status === "fail") return "FAIL";
  return [status, ...(worst > 0 ? [worst.toFixed(2)] : []), ...bounds].join(" ");
}

/** The table for the docs: statuses only, so that it changes when support changes. */
export function markdownTable(rows: readonly ReportRow[]): string {
  const columns = [...new Set(rows.map(columnOf))];
  const cells = new Map(rows.map((row) => [`${row.op}|${columnOf(row)}`, [row.status, ...row.bounds].join(" ")]));
  const ops = [...new Set(rows.map(({ op }) => op))];
  return [
    `| op | ${columns.join(" | ")} |`,
    `|---|${columns.map(() => "---").join("|")}|`,
    ...ops.map((op) => `| ${op} | ${columns.map((column) => cells.get(`${op}|${column}`) ?? "–").join(" | ")} |`),
  ].join("\n");
}
