import { expect, test } from "vitest";
import { timingOf } from "./measurement.js";
import { splitBySpeed } from "./split-by-speed.js";
import type { Subject } from "./subject.js";

const row = (id: string, gflop: number) => ({ id, work: { unit: "GFLOP/s", amount: gflop * 1e9 } }) as const;
const rows = [row("conv2d/a", 1), row("conv2d/b", 2), row("conv2d/c", 40), row("matmul/a", 400)];
const subject = (name: string): Subject => ({ name, threads: 1, version: "", prepare: () => null, dispose() {} });
const timing = (at: number, name: string, ms: number) => timingOf(rows[at]!, { subject: { name, threads: 1 }, times: [ms], difference: 0 }, [], []);

test("the best speed in the rows of the group so far tells who would take too long", () => {
  const subjects = [subject("slow"), subject("fast"), subject("new")];
  const measurements = [timing(0, "slow", 2500), timing(1, "slow", 2000), timing(0, "fast", 1)];
  expect(splitBySpeed(rows[2]!, subjects, rows, measurements)).toEqual({
    fast: subjects.slice(1),
    slow: [{ row: "conv2d/c", subject: "slow", threads: 1, note: "too slow: about 40 s a run" }],
  });
  expect(splitBySpeed(rows[3]!, subjects, rows, measurements).fast).toEqual(subjects);
});
