import { expect, test } from "vitest";
import { type Outcome, timingOf } from "./measurement.js";

const outcome = (name: string, threads: number, ...times: readonly number[]): Outcome => ({ subject: { name, threads }, times, difference: 0 });
const flop = { id: "matmul/512", work: { unit: "GFLOP/s", amount: 2e9 } } as const;

test("a timing has the median, the quartiles, the speed and the ratio to each other subject, pair by pair", () => {
  const [own, slow] = [outcome("ours", 1, 40, 50, 45), outcome("theirs", 1, 4000, 4000, 4500)];
  expect(timingOf(flop, own, [own, slow], [])).toEqual({
    row: "matmul/512", subject: "ours", threads: 1, median: 45, spread: [42.5, 47.5], runs: 3, gflops: 2 / 0.045, limit: null, ratios: { theirs: 100 }, difference: 0,
  });
});

test("the share of the limit is taken in the same rounds, and each number of threads has its own", () => {
  const limits = [{ threads: 1, amount: 1e9, times: [10, 20] }, { threads: 2, amount: 1e9, times: [5, 10] }];     // 100 and 50 GFLOP/s, 200 and 100
  const [one, two] = [outcome("one", 1, 40, 80), outcome("two", 2, 40, 80)];        // 50 and 25 GFLOP/s
  expect(timingOf(flop, one, [one, two], limits).limit).toBeCloseTo(0.5);
  expect(timingOf(flop, two, [one, two], limits).limit).toBeCloseTo(0.25);
  expect(timingOf(flop, outcome("three", 3, 40, 80), [], limits).limit).toBeNull();
});

test.each([["GB/s", { gbps: 1 }], ["calls/s", { perSecond: 1e9 }], ["images/s", { perSecond: 1e9 }]] as const)("speed in %s", (unit, speed) => {
  const own = outcome("ours", 1, 2000);
  expect(timingOf({ id: "row", work: { unit, amount: 2e9 } }, own, [own], [])).toMatchObject(speed);
});
