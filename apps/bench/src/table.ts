import type { Measurement } from "./measurement.js";

const header = ["row", "subject", "median ms", "min–max", "GFLOP/s", "ratio", "runs"];
const leftAligned = 2;

/** Three significant digits, without an exponent. */
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3));

/** A table for people, within 80 columns; the row's name stands on its first line only. */
export function table(measurements: readonly Measurement[]): string {
  const lines = measurements.map((m, i) => [
    m.row === measurements[i - 1]?.row ? "" : m.row,
    m.subject,
    digits(m.median),
    m.spread.map(digits).join("–"),
    digits(m.gflops),
    m.ratios.length > 0 ? `${digits(m.ratio)}×` : "",
    String(m.runs),
  ]);
  const cells = [header, ...lines];
  const widths = header.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const align = (cell: string, column: number): string => (column < leftAligned ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!));
  return cells.map((line) => line.map(align).join("  ").trimEnd()).join("\n");
}
