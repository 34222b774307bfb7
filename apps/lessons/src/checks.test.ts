import { expect, test } from "vitest";
import { type CheckResult, makeCheck } from "./checks.js";

const run = (body: (check: ReturnType<typeof makeCheck>) => void): CheckResult => {
  const results: CheckResult[] = [];
  body(makeCheck(results));
  return results[0]!;
};

test("numbers may differ by the tolerance, and by nothing without one", () => {
  expect(run((check) => check("x", 0.777, 0.78, 0.005)).passed).toBe(true);
  expect(run((check) => check("x", 0.77, 0.78, 0.005)).passed).toBe(false);
  expect(run((check) => check("x", 1792, 1793)).passed).toBe(false);
  expect(run((check) => check("x", Number.NaN, 0, 1)).passed).toBe(false);
});

test("lists are compared in form and value", () => {
  expect(run((check) => check("x", [[1, 2], [3, 4]], [[1, 2], [3, 4.4]], 0.5))).toEqual({ name: "x", got: "2 × 2, |Δ| ≤ 0.4", expected: "2 × 2 ± 0.5", passed: true });
  expect(run((check) => check("x", [1, 2], [1, 2, 3])).passed).toBe(false);
  expect(run((check) => check("x", ["a"], ["b"])).passed).toBe(false);
});

test("bounds and errors", () => {
  expect(run((check) => check.atMost("x", 0.2, 0.15)).passed).toBe(false);
  expect(run((check) => check.atLeast("x", 0.7, 0.6)).passed).toBe(true);
  expect(run((check) => check.throws("x", () => { throw new Error("value 256 does not fit"); }, "256")).passed).toBe(true);
  expect(run((check) => check.throws("x", () => 1, "256")).passed).toBe(false);
});
