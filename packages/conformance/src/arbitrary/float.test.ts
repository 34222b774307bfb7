import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryDense, arbitraryFloats } from "./dense.js";
import { arbitraryFloat, arbitraryNonFinite, arbitraryTie } from "./float.js";

const sample = (arbitrary: fc.Arbitrary<number>) => fc.sample(arbitrary, { numRuns: 2000, seed: 1 });

test("floats are finite float32 values: fractions, both zeros, full mantissas, large and small magnitudes", () => {
  const values = sample(arbitraryFloat());
  expect(values.filter((value) => !Number.isFinite(value) || !Object.is(Math.fround(value), value))).toEqual([]);
  const kinds: Record<string, (value: number) => boolean> = {
    fraction: (value) => !Number.isInteger(value) && Number.isInteger(value * 8),
    zero: (value) => Object.is(value, 0),
    negativeZero: (value) => Object.is(value, -0),
    fullMantissa: (value) => Math.abs(value) > 1 && !Number.isInteger(value * 2 ** 18),
    large: (value) => Math.abs(value) > 1e6,
    small: (value) => value !== 0 && Math.abs(value) < 1e-3,
  };
  for (const [kind, is] of Object.entries(kinds)) expect(values.filter(is).length, kind).toBeGreaterThan(5);
});

test("non-finite floats have NaN, both infinities and ordinary values", () => {
  const values = sample(arbitraryNonFinite());
  for (const value of [Number.NaN, Infinity, -Infinity, 0]) expect(new Set(values).has(value), String(value)).toBe(true);
});

test("long arrays have the length asked for, repeat their values and differ along their length", () => {
  for (const data of fc.sample(arbitraryFloats(500), { numRuns: 50, seed: 2 })) {
    expect(data.length).toBe(500);
    expect(new Set(data).size).toBeLessThanOrEqual(24);
  }
  const [first = []] = fc.sample(arbitraryFloats(500, arbitraryTie()).filter((data) => new Set(data).size === 3), { numRuns: 1, seed: 3 });
  expect(new Set(first.slice(0, 50)).size).toBe(3);
});

test("a failing array shrinks to one or two small values", () => {
  const details = fc.check(fc.property(arbitraryDense([20, 20]), ({ data }) => !data.some((value) => value > 1)), { seed: 4 });
  const [shrunk] = details.counterexample ?? [];
  expect(new Set(shrunk?.data).size).toBeLessThanOrEqual(2);
  const greatest = Math.max(...(shrunk?.data ?? []));
  expect(greatest > 1 && greatest <= 2, String(greatest)).toBe(true);
});
