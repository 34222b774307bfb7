import { expect, onTestFinished, test } from "vitest";
import { Limits } from "./limit.js";

function open(...threads: readonly number[]): Limits {
  const limits = new Limits(threads);
  onTestFinished(() => limits.stop());
  return limits;
}

test("products are limited by arithmetic, and threads do them side by side", async () => {
  const [one, two] = open(1, 2, 1).of({ unit: "GFLOP/s", amount: 1 });
  expect([one, two]).toMatchObject([{ threads: 1, amount: 80 * 2 * 128 * 64 * 256 }, { threads: 2, amount: 2 * 80 * 2 * 128 * 64 * 256 }]);
  const time = await one!.time();
  expect(time).toBeGreaterThan(0);
  expect(await two!.time()).toBe(time);
});

test("bytes are limited by a copy of as many", async () => {
  const limits = open(1, 2).of({ unit: "GB/s", amount: 1600 });
  expect(limits).toMatchObject([{ threads: 1, amount: 1600 }, { threads: 2, amount: 1600 }]);
  for (const limit of limits) {
    expect(await limit.time()).toBeGreaterThan(0);
    expect(await limit.time()).toBeGreaterThan(0);
  }
});

test("calls are limited by nothing", () => {
  expect(open(1).of({ unit: "calls/s", amount: 1 })).toEqual([]);
});
