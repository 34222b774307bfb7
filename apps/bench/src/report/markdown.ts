import { isTiming, type Measurement } from "../measurement.js";
import type { Row } from "../workload.js";
import { type Base, cellsOf } from "./cells.js";
import { factLines, type Facts } from "./facts.js";
import { digits } from "./numbers.js";

type RowFacts = Pick<Row, "id" | "about" | "work">;
type RecordsOf = (row: Pick<Row, "id">) => readonly Measurement[];

/** What the benchmark gave, as a page of documentation: an overview of the medians, and a table for each group of rows. */
export function markdown(
  facts: Facts, rows: readonly RowFacts[], measurements: readonly Measurement[], bases: readonly Base[], command: string,
): string {
  const [machine, ...versions] = factLines(facts);
  const of: RecordsOf = (row) => measurements.filter((measurement) => measurement.row === row.id);
  const groups = [...new Set(rows.map(groupOf))].map((group) => [group, rows.filter((row) => groupOf(row) === group)] as const);
  const names = Object.keys(facts.subjects);
  const overview = rows.map((row) => [code(row.id), row.about, ...names.map((name) => shortOf(of(row).find(({ subject }) => subject === name)))]);
  return [
    "# Benchmarks",
    "",
    `Made by \`${command}\`: ${machine}.`,
    "",
    ...versions.map((line) => `- ${line}`),
    "",
    "## Medians in milliseconds",
    "",
    ...tableOf(["row", "work", ...names], overview),
    "",
    "– is in the tables below.",
    "",
    ...groups.flatMap(([group, members]) => [`## ${group}`, "", ...groupTable(members, of, bases), ""]),
    "**quartiles**: half of the runs lie between them. **limit**: speed ÷ what as many threads can do at most, measured in the same rounds: of GFLOP/s",
    "the matmul kernel with everything in the cache, of GB/s a plain copy of as many bytes; native code with wider vectors can have more than 100 %.",
    "**÷**: how many times as long as that subject it takes, pair by pair, median. **runs**: pairs; who had its share of time drops out.",
    "A time is that of one call; a run is as many as take 20 ms (50 at most), with one wait behind the last.",
    "",
  ].join("\n");
}

const groupOf = ({ id }: Pick<Row, "id">): string => id.split("/")[0]!;

function groupTable(rows: readonly RowFacts[], of: RecordsOf, bases: readonly Base[]): readonly string[] {
  const heads = ["row", "subject", "ms", "quartiles", rows[0]!.work.unit, "limit", "runs", ...bases.map(({ head }) => head)];
  const lines = rows.flatMap((row) => of(row).map((measurement, i) => {
    const name = i === 0 ? code(row.id) : "";
    if (!isTiming(measurement)) return [name, measurement.subject, measurement.note];
    return [name, measurement.subject, ...cellsOf(measurement, of(row), bases)];
  }));
  return tableOf(heads, lines);
}

const shortOf = (measurement: Measurement | undefined): string => (measurement && isTiming(measurement) ? digits(measurement.median) : "–");

const code = (text: string): string => `\`${text}\``;

function tableOf(heads: readonly string[], lines: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${heads.map((_, i) => (cells[i] ?? "").replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(heads), `|${heads.map((head) => (head === "row" || head === "subject" || head === "work" ? "---" : "---:")).join("|")}|`, ...lines.map(row)];
}
