import { expect, test } from "vitest";
import { erf, erfc } from "./erf.js";

// An independent reference: integers in units of 2^−BITS, far more digits than a double has.
const BITS = 400n;
const ONE = 1n << BITS;

/** x as a multiple of 2^−BITS; exact, since x · 2^100 is an integer here. */
const fixed = (x: number) => BigInt(x * 2 ** 100) << (BITS - 100n);

function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt(n.toString(2).length);
  for (let next = root; ; root = next) {
    next = (root + n / root) / 2n;
    if (next >= root) return root;
  }
}

/** arctan(1/n) = Σ (−1)ᵏ/((2k + 1) n^(2k+1)). */
function arctanOfInverse(n: bigint): bigint {
  let sum = 0n;
  let power = ONE / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return sum;
}

const pi = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n)); // Machin

/** 2/√π Σ (−1)ⁿ x^(2n+1)/(n! (2n+1)). */
function exactErf(x: number): bigint {
  const value = fixed(x);
  const square = (value * value) >> BITS;
  let sum = 0n;
  let term = value;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term / (2n * n - 1n);
    term = -((term * square) >> BITS) / n;
  }
  return (2n * sum * ONE) / squareRoot(pi << BITS);
}

/** |actual/exact − 1| in doubles. */
const relativeError = (actual: number, exact: bigint) => Math.abs(Number(((fixed(actual) - exact) << 60n) / exact)) / 2 ** 60;

const points = Array.from({ length: 500 }, (_, i) => Math.fround(0.0121 * (i + 1) + 1e-5)); // 0.0121 … 6.05

test("π and erf(1/2) = 0.52049987781304653768… (DLMF table 7.23)", () => {
  expect((pi * 10n ** 20n) >> BITS).toBe(314159265358979323846n);
  expect((exactErf(0.5) * 10n ** 20n) >> BITS).toBe(52049987781304653768n);
});

test("erf is right to 1e-15, relative, from 0.012 to 6", () => {
  for (const x of points) {
    expect(relativeError(erf(x), exactErf(x)), `erf(${x})`).toBeLessThan(1e-15);
    expect(erf(-x)).toBe(-erf(x));
  }
});

test("erf is 2x/√π near 0, ±1 at infinity, NaN of NaN", () => {
  expect(erf(1e-300)).toBeCloseTo(2e-300 / Math.sqrt(Math.PI), 310);
  expect([erf(0), erf(Infinity), erf(-Infinity), erf(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
});

test("erfc keeps its digits in the tail: 1e-13, relative, up to 4", () => {
  for (const x of points.filter((x) => x > 2 && x < 4)) {
    expect(relativeError(erfc(x), ONE - exactErf(x)), `erfc(${x})`).toBeLessThan(1e-13);
  }
  expect([erfc(Infinity), erfc(-Infinity)]).toEqual([0, 2]);
});
