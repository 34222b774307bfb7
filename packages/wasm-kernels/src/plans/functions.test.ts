/** Own functions against float64: within 1 ulp over the whole range, exact where IEEE 754 says so. */
import { expect, test } from "vitest";
import { Arena } from "../arena.test-support.js";
import { seeded } from "../random.test-support.js";
import { binary, unary } from "./elementwise.js";
import type { UnaryOp } from "@convoke/core/backend";

const arena = new Arena(false, 64);
const bits = new Uint32Array(1), float = new Float32Array(bits.buffer);

/** erf by its Taylor series (|x| < 3) and by the continued fraction of erfc: float64, 1e-13. */
function erf(x: number): number {
  const z = Math.abs(x);
  if (z < 3) {
    let term = z, sum = z;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    return Math.sign(x) * sum * (2 / Math.sqrt(Math.PI));
  }
  let fraction = z;
  for (let n = 200; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-z * z) / (fraction * Math.sqrt(Math.PI)));
}

const definitions: readonly [UnaryOp, (x: number) => number][] = [
  ["exp", Math.exp], ["expm1", Math.expm1], ["log", Math.log], ["log1p", Math.log1p], ["tanh", Math.tanh], ["erf", erf],
  ["sigmoid", (x) => 1 / (1 + Math.exp(-x))], ["sqrt", Math.sqrt], ["rsqrt", (x) => 1 / Math.sqrt(x)], ["reciprocal", (x) => 1 / x],
  ["neg", (x) => -x], ["abs", Math.abs], ["sign", (x) => +(x > 0) - +(x < 0)], ["relu", (x) => (x <= 0 ? 0 : x)], ["floor", Math.floor], ["ceil", Math.ceil],
  ["round", (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))],
];

/** The distance of two float32 in steps of their grid. */
function steps(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  const place = (value: number): number => {
    float[0] = value;
    return bits[0]! & 0x80000000 ? -(bits[0]! & 0x7fffffff) : bits[0]!;
  };
  return Math.abs(place(a) - place(b));
}

const special = [0, -0, NaN, Infinity, -Infinity, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 2 ** -149, -(2 ** -149), 2 ** -126, 88.72284, 88.8, -87.4, -103.9, -104.1, 3.4e38, -3.4e38, 2 ** -14, 2 ** -25];

/** Every exponent of float32 with random fractions, and the part of the line where functions live, densely. */
function arguments_(): Float32Array {
  const random = seeded(21), values = [...special];
  for (let exponent = 0; exponent < 255; exponent++) for (let i = 0; i < 40; i++) {
    bits[0] = ((random() < 0.5 ? 0 : 0x80000000) | (exponent << 23) | Math.floor(random() * 2 ** 23)) >>> 0;
    values.push(float[0]!);
  }
  for (let i = 0; i < 20_000; i++) values.push((random() - 0.5) * [0.01, 1, 4, 12, 220][i % 5]!);
  return Float32Array.from(values);
}

test.each(definitions)("%s is within 1 ulp of the exact value", (op, definition) => {
  arena.reset();
  const x = arguments_(), pointer = arena.floats(x), output = arena.bytes(4 * x.length);
  arena.run([unary(op, { pointer, layout: { shape: [x.length], strides: [1], offset: 0 } }, output)]);
  const actual = arena.readFloats(output, x.length);
  let worst = 0;
  x.forEach((value, i) => (worst = Math.max(worst, steps(actual[i]!, Math.fround(definition(value))))));
  const isExact = ["sqrt", "reciprocal", "neg", "abs", "sign", "relu", "floor", "ceil", "round"].includes(op);
  expect(worst).toBeLessThanOrEqual(isExact ? 0 : 1);
});

test.each(["expm1", "log1p", "tanh", "erf"] as const)("%s keeps the sign of 0", (op) => {
  arena.reset();
  const pointer = arena.floats([-0, 0]), output = arena.bytes(8);
  arena.run([unary(op, { pointer, layout: { shape: [2], strides: [1], offset: 0 } }, output)]);
  expect([...arena.readFloats(output, 2)]).toEqual([-0, 0]);
});

test("exp does not depend on its neighbours", () => {
  const values = Float32Array.from({ length: 400 }, (_, i) => (i - 200) * 0.4347);
  const exp = (x: Float32Array): Float32Array => {
    arena.reset();
    const pointer = arena.floats(x), output = arena.bytes(4 * x.length);
    arena.run([unary("exp", { pointer, layout: { shape: [x.length], strides: [1], offset: 0 } }, output)]);
    return arena.readFloats(output, x.length);
  };
  const alone = exp(values), between = exp(values.map((value, i) => (i % 4 === 1 ? NaN : i % 4 === 2 ? 89 : value)));
  expect([...between].filter((_, i) => i % 4 === 0 || i % 4 === 3)).toEqual([...alone].filter((_, i) => i % 4 === 0 || i % 4 === 3));
});

test("pow is C's pow within 1 ulp", () => {
  arena.reset();
  const random = seeded(22), bases: number[] = [], exponents: number[] = [];
  const corners = [0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, Infinity, -Infinity, NaN, 1e30, -1e30, 16777217, 2 ** -149];
  for (const base of corners) for (const exponent of corners) {
    bases.push(Math.fround(base));
    exponents.push(Math.fround(exponent));
  }
  for (let i = 0; i < 10_000; i++) {
    bases.push(Math.fround(Math.exp((random() - 0.5) * (i % 2 ? 20 : 170)) * (random() < 0.2 ? -1 : 1)));
    exponents.push(random() < 0.3 ? Math.round((random() - 0.5) * 12) : Math.fround((random() - 0.5) * (i % 2 ? 16 : 4)));
  }
  const layout = { shape: [bases.length], strides: [1], offset: 0 };
  const a = { pointer: arena.floats(bases), layout }, b = { pointer: arena.floats(exponents), layout }, output = arena.bytes(4 * bases.length);
  arena.run([binary("pow", a, b, output)]);
  arena.readFloats(output, bases.length).forEach((value, i) => {
    const base = bases[i]!, exponent = exponents[i]!;
    const exact = base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;
    expect([base, exponent, steps(value, Math.fround(exact)) <= 1]).toEqual([base, exponent, true]);
  });
});
