import { expect, test } from "vitest";
import { type Measurement, type Outcome, timingOf } from "../measurement.js";
import { rows } from "../rows/all.js";
import { subjects } from "../subjects/all.js";
import { basesOf } from "./cells.js";
import { block } from "./table.js";

const row = { id: "train/slides-cnn", about: "one step", work: { unit: "GFLOP/s", amount: 450e6 } } as const;
const outcome = (name: string, ...times: readonly number[]): Outcome => ({ subject: { name, threads: 1 }, times, difference: 0 });
const outcomes = [outcome("convoke cpu", 40, 50, 45), outcome("worker-threads ×1", 9, 9, 9), outcome("tfjs cpu", 4000, 4000, 4500)];
const limits = [{ threads: 1, amount: 40e6, times: [1, 1, 1] }];
const bases = basesOf([{ name: "convoke cpu", column: "cpu" }, { name: "worker-threads ×1", column: "wt×1" }, { name: "tfjs cpu" }]);
const measurements: readonly Measurement[] = [
  ...outcomes.map((own) => timingOf(row, own, outcomes, limits)),
  { row: row.id, subject: "tfjs wasm", threads: 1, note: "no kernel Conv2DBackpropFilter" },
];

test("a block for people", () => {
  expect(block(row, measurements, bases).split("\n")).toEqual([
    "train/slides-cnn: one step",
    "                       ms   quartiles  GFLOP/s limit  runs  ÷ cpu ÷ wt×1",
    "convoke cpu          45.0   42.5–47.5     10.0   25%     3          5.00",
    "worker-threads ×1    9.00   9.00–9.00     50.0  125%     3  0.200",
    "tfjs cpu             4000   4000–4250    0.113    0%     3    100    444",
    "tfjs wasm         no kernel Conv2DBackpropFilter",
  ]);
});

test("without Convoke all are compared with the first", () => {
  expect(basesOf([{ name: "tfjs cpu" }, { name: "tfjs wasm" }])).toEqual([{ head: "÷ first", name: "tfjs cpu" }]);
});

test("no line of any row is longer than 80 columns, with the longest names and numbers and three bases", () => {
  const longest = subjects.map(({ name }) => name).reduce((a, b) => (b.length > a.length ? b : a));
  const three = ["cpu", "wt×1", "wt×2"].map((column, i) => ({ name: `base ${i}`, column }));
  const all = [outcome(longest, 99999, 99999), ...three.map(({ name }) => outcome(name, 1.5, 1.5))];
  for (const { id, about, work } of rows) {
    const wide = all.map((own) => timingOf({ id, work }, own, all, [{ threads: 1, amount: work.amount, times: [1, 1] }]));
    const text = block({ id, about, work }, [...wide, { row: id, subject: longest, threads: 1, note: "failed: ".padEnd(300, "x") }], basesOf(three));
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  }
});
