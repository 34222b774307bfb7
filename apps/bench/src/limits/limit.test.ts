import { expect, test } from "vitest";
import { limitOf } from "./limit.js";

test("products are limited by arithmetic, bytes by a copy of as many, the rest by nothing", () => {
  expect(limitOf({ unit: "GFLOP/s", amount: 1 })!.amount).toBe(80 * 2 * 128 * 64 * 256);
  expect(limitOf({ unit: "GB/s", amount: 1600 })!.amount).toBe(1600);
  expect(limitOf({ unit: "calls/s", amount: 1 })).toBeNull();
});

test.each(["GFLOP/s", "GB/s"] as const)("the limit in %s runs", (unit) => {
  expect(() => limitOf({ unit, amount: 1600 })!.run()).not.toThrow();
});
