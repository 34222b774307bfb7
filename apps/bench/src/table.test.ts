import { expect, test } from "vitest";
import type { Measurement } from "./measurement.js";
import { measurementOf } from "./measurement.js";
import { rows } from "./rows/all.js";
import { table } from "./table.js";

const row = { id: "train/slides-cnn", flop: 450e6, workload: () => { throw new Error("not needed"); } };
const base = [40, 50, 45];
const measurements: readonly Measurement[] = [
  measurementOf(row, { name: "convoke cpu", threads: 1, prepare: () => null }, base, base, 0),
  measurementOf(row, { name: "tfjs cpu", threads: 1, prepare: () => null }, [4000, 4000, 4500], base, 1e-6),
];

test("a measurement has the median, the spread, the speed and the ratio pair by pair", () => {
  expect(measurements[0]).toMatchObject({ row: "train/slides-cnn", subject: "convoke cpu", threads: 1, median: 45, spread: [40, 50], gflops: 10, ratios: [], ratio: 1, runs: 3 });
  expect(measurements[1]).toMatchObject({ median: 4000, gflops: 0.1125, ratios: [100, 80, 100], ratio: 100, runs: 3, difference: 1e-6 });
  expect(measurements[1]).toMatchObject({ node: process.versions.node, cpu: expect.stringMatching(/ × \d+$/) });
});

test("the table", () => {
  expect(table(measurements).split("\n")).toEqual([
    "row               subject      median ms    min–max  GFLOP/s  ratio  runs",
    "train/slides-cnn  convoke cpu       45.0  40.0–50.0     10.0            3",
    "                  tfjs cpu          4000  4000–4500    0.113   100×     3",
  ]);
});

test("no line is longer than 80 columns", () => {
  const longest = rows.map(({ id }) => id).reduce((a, b) => (b.length > a.length ? b : a));
  const slow = { ...measurements[1]!, row: longest, subject: "convoke cpu", median: 99999, spread: [99999, 99999] as const, gflops: 99.9, ratio: 1000, runs: 100 };
  for (const line of table([slow]).split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});
