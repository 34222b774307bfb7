import { expect, test } from "vitest";
import { type Outcome, timingOf } from "../measurement.js";
import { factLines, factsOf } from "./facts.js";
import { markdown } from "./markdown.js";

const facts = factsOf([{ name: "ours", version: "Convoke" }, { name: "theirs", version: "Theirs 1.2 | fast" }], new Date("2026-11-22T10:00:00Z"));
const rows = [
  { id: "conv2d/a", about: "1 → 2", work: { unit: "GFLOP/s", amount: 1e9 } },
  { id: "reduce/sum", about: "all", work: { unit: "GB/s", amount: 1e9 } },
] as const;
const outcomes: readonly Outcome[] = [{ subject: { name: "ours", threads: 1 }, times: [10, 20], difference: 0 }, { subject: { name: "theirs", threads: 1 }, times: [30, 60], difference: 0 }];
const measurements = [
  ...outcomes.map((own) => timingOf(rows[0], own, outcomes, [{ threads: 1, amount: 1e9, times: [5, 5] }])),
  timingOf(rows[1], outcomes[0]!, [], []),
  { row: "reduce/sum", subject: "theirs", threads: 1, note: "no kernel | Sum" },
];

test("facts name machine, day, Node and every version", () => {
  const [machine, ...versions] = factLines(facts);
  expect(machine).toMatch(new RegExp(`^2026-11-22, Node ${process.versions.node}, .*, \\d+ cores, .*, load [\\d.]+$`));
  expect(versions).toEqual(["ours: Convoke", "theirs: Theirs 1.2 | fast"]);
});

test("a page has an overview and a table for each group", () => {
  const lines = markdown(facts, rows, measurements, [{ head: "÷ ours", name: "ours" }], "npm run bench").split("\n");
  expect(lines[0]).toBe("# Benchmarks");
  expect(lines[2]).toMatch(/^Made by `npm run bench`: 2026-11-22, /);
  for (const line of [
    "| `conv2d/a` | 1 → 2 | 15.0 | 45.0 |",
    "| `reduce/sum` | all | 15.0 | – |",
    "## conv2d",
    "| row | subject | ms | quartiles | GFLOP/s | limit | runs | ÷ ours |",
    "| `conv2d/a` | ours | 15.0 | 12.5–17.5 | 66.7 | 38% | 2 |  |",
    "|  | theirs | 45.0 | 37.5–52.5 | 22.2 | 13% | 2 | 3.00 |",
    "## reduce",
    "| row | subject | ms | quartiles | GB/s | limit | runs | ÷ ours |",
    "| `reduce/sum` | ours | 15.0 | 12.5–17.5 | 66.7 |  | 2 |  |",
    "|  | theirs | no kernel \\| Sum |  |  |  |  |  |",
  ]) expect(lines).toContain(line);
});
