import { dense, dtypes, type BinaryOp, type DType, type UnaryOp, type View } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { cpu } from "../cpu.js";
import type { CpuStorage } from "../memory.js";
import { elements, integer, pick, randomShape, randomView, seeded, stored } from "../naive.test-support.js";

const backend = cpu();
const floats: readonly DType[] = ["float32", "float64"];
const numbers: readonly DType[] = ["float32", "float64", "int32", "uint8"];
const vector = (dtype: DType, values: readonly number[]): View<CpuStorage> => ({
  storage: backend.write(stored(dtype, values), dtype),
  layout: dense([values.length]),
});

/** Views of one shape under the same random layouts every time, of all ranks to 6, empty ones too. */
function cases(count: number, dtype: DType, views: number): View<CpuStorage>[][] {
  const random = seeded(count + views);
  return Array.from({ length: count }, (_, i) => {
    const shape = randomShape(random, i % 7, i % 10 === 9 ? 0 : 1);
    return Array.from({ length: views }, () => randomView(random, dtype, shape));
  });
}

const unaryOps: Record<UnaryOp, { readonly of: (x: number) => number; readonly dtypes: readonly DType[]; readonly gives?: DType }> = {
  neg: { of: (x) => -x, dtypes: numbers },
  abs: { of: Math.abs, dtypes: numbers },
  sign: { of: Math.sign, dtypes: numbers },
  exp: { of: Math.exp, dtypes: floats },
  expm1: { of: Math.expm1, dtypes: floats },
  log: { of: Math.log, dtypes: floats },
  log1p: { of: Math.log1p, dtypes: floats },
  sqrt: { of: Math.sqrt, dtypes: floats },
  rsqrt: { of: (x) => 1 / Math.sqrt(x), dtypes: floats },
  reciprocal: { of: (x) => 1 / x, dtypes: floats },
  tanh: { of: Math.tanh, dtypes: floats },
  sigmoid: { of: (x) => 1 / (1 + Math.exp(-x)), dtypes: floats },
  relu: { of: (x) => (x > 0 ? x : 0), dtypes: numbers },
  floor: { of: Math.floor, dtypes: floats },
  ceil: { of: Math.ceil, dtypes: floats },
  round: { of: (x) => Math.round(x), dtypes: floats },
  erf: { of: erfSeries, dtypes: floats },
  isNaN: { of: (x) => Number(Number.isNaN(x)), dtypes: numbers, gives: "bool" },
  isFinite: { of: (x) => Number(Number.isFinite(x)), dtypes: numbers, gives: "bool" },
  not: { of: (x) => Number(x === 0), dtypes, gives: "bool" },
};

describe.each(Object.keys(unaryOps) as UnaryOp[])("unary %s", (op) => {
  const { of, dtypes: taken, gives } = unaryOps[op];
  test.each(taken)("%s over any layout", (dtype) => {
    for (const [x] of cases(40, dtype, 1)) {
      const result = backend.unary(op, x!);
      expect(result.dtype).toBe(gives ?? dtype);
      const expected = stored(result.dtype, elements(x!).map(of));
      if (op === "erf") expect(distance(result.data, expected)).toBeLessThan(1e-15 + (dtype === "float32" ? 2 ** -24 : 0));
      else expect(result.data).toEqual(expected);
    }
  });
  test("in place", () => {
    const x = vector("float32", [0.5, -1.5, 3]);
    const expected = backend.unary(op, x);
    const reused = backend.unary(op, x, x.storage);
    expect(reused === x.storage).toBe(gives === undefined);
    expect(backend.readSync!(reused)).toEqual(expected.data);
  });
});

/** 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, whose terms are all positive for x > 0. */
function erfSeries(x: number): number {
  let [sum, term] = [0, x];
  for (let n = 0; n < 200; n++, term *= (2 * x * x) / (2 * n + 1)) sum += term;
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

test("erf on every piece of its approximation", () => {
  const points = Array.from({ length: 241 }, (_, i) => i / 40 - 3);
  expect(distance(backend.unary("erf", vector("float64", points)).data, points.map(erfSeries))).toBeLessThan(2e-15);
  expect([...backend.unary("erf", vector("float64", [7, -7, Infinity, -Infinity, 0, NaN])).data]).toEqual([1, -1, 1, -1, 0, NaN]);
  expect(backend.unary("erf", vector("float64", [4])).data[0]).toBeCloseTo(0.9999999845827421, 15);
});

test("round takes halves to even", () => {
  const values = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 0.49999999999999994, 2 ** 52 + 1];
  expect([...backend.unary("round", vector("float64", values)).data]).toEqual([-2, -2, -0, 0, 2, 2, 4, 0, 2 ** 52 + 1]);
});

test("relu and abs of non-finite numbers and zeros, on both float widths", () => {
  for (const dtype of floats) {
    const x = vector(dtype, [NaN, Infinity, -Infinity, -0, 0, -1e-40, 1e-40]);
    expect(backend.unary("relu", x).data).toEqual(stored(dtype, [NaN, Infinity, 0, 0, 0, 0, 1e-40]));
    expect(backend.unary("abs", x).data).toEqual(stored(dtype, [NaN, Infinity, Infinity, 0, 0, 1e-40, 1e-40]));
  }
});

test("relu keeps a NaN whose sign bit is set", () => {
  const x = new Float32Array(new Uint32Array([0xffc00000, 0x7fc00000, 0xff800000]).buffer);
  expect([...backend.unary("relu", { storage: backend.write(x, "float32"), layout: dense([3]) }).data]).toEqual([NaN, NaN, 0]);
});

test("sigmoid is stable", () => {
  expect([...backend.unary("sigmoid", vector("float64", [-1000, 1000, 0, NaN])).data]).toEqual([0, 1, 0.5, NaN]);
  expect(backend.unary("sigmoid", vector("float64", [-40])).data[0]! / Math.exp(-40)).toBeCloseTo(1, 14);
});

const binaryOps: Record<BinaryOp, { readonly of: (a: number, b: number) => number; readonly dtypes: readonly DType[]; readonly gives?: DType }> = {
  add: { of: (a, b) => a + b, dtypes: numbers },
  sub: { of: (a, b) => a - b, dtypes: numbers },
  mul: { of: (a, b) => a * b, dtypes: numbers },
  div: { of: (a, b) => a / b, dtypes: numbers },
  pow: { of: (a, b) => a ** b, dtypes: floats },
  max: { of: Math.max, dtypes },
  min: { of: Math.min, dtypes },
  eq: { of: (a, b) => Number(a === b), dtypes, gives: "bool" },
  ne: { of: (a, b) => Number(a !== b), dtypes, gives: "bool" },
  lt: { of: (a, b) => Number(a < b), dtypes, gives: "bool" },
  le: { of: (a, b) => Number(a <= b), dtypes, gives: "bool" },
  and: { of: (a, b) => a & b, dtypes: ["bool"], gives: "bool" },
  or: { of: (a, b) => a | b, dtypes: ["bool"], gives: "bool" },
  xor: { of: (a, b) => a ^ b, dtypes: ["bool"], gives: "bool" },
};

describe.each(Object.keys(binaryOps) as BinaryOp[])("binary %s", (op) => {
  const { of, dtypes: taken, gives } = binaryOps[op];
  test.each(taken)("%s over any layouts, and with a number", (dtype) => {
    const random = seeded(7);
    for (const [a, b] of cases(40, dtype, 2)) {
      const [left, right] = [elements(a!), elements(b!)];
      const result = backend.binary(op, a!, b!);
      expect(result.dtype).toBe(gives ?? dtype);
      expect(result.data).toEqual(stored(result.dtype, left.map((value, i) => of(value, right[i]!))));
      const number = stored(dtype, [dtype === "bool" ? 1 : integer(random, 1, 3)])[0]!;
      expect(backend.binary(op, a!, number).data).toEqual(stored(result.dtype, left.map((value) => of(value, number))));
    }
  });
});

test("a donated operand is overwritten and returned where the dtype stays", () => {
  for (const donated of ["a", "b"] as const) {
    const operands = { a: vector("float32", [1, 2, 3]), b: vector("float32", [10, 20, 30]) };
    const result = backend.binary("sub", operands.a, operands.b, operands[donated].storage);
    expect(result).toBe(operands[donated].storage);
    expect([...result.data]).toEqual([-9, -18, -27]);
  }
  const a = vector("float32", [1, 2, 3]);
  expect(backend.binary("lt", a, 2, a.storage)).not.toBe(a.storage);
});

test("a number is rounded to the tensor's dtype", () => {
  expect([...backend.binary("eq", vector("float32", [0.1]), 0.1).data]).toEqual([1]);
  expect([...backend.binary("eq", vector("float64", [Math.fround(0.1)]), 0.1).data]).toEqual([0]);
});

test("integers wrap", () => {
  const big = vector("int32", [2147483647, -2147483648, 123456789]);
  expect([...backend.binary("add", big, 1).data]).toEqual([-2147483648, -2147483647, 123456790]);
  expect([...backend.binary("mul", big, big).data]).toEqual([1, 0, Math.imul(123456789, 123456789)]);
  expect([...backend.unary("neg", big).data]).toEqual([-2147483647, -2147483648, -123456789]);
  expect([...backend.binary("pow", vector("int32", [3, 2, -1, 2, 5, 1]), vector("int32", [40, 31, 3, -1, 0, -7])).data]).toEqual([
    Number(BigInt.asIntN(32, 3n ** 40n)), -2147483648, -1, 0, 1, 1,
  ]);
  const bytes = vector("uint8", [250, 16, 3]);
  expect([...backend.binary("add", bytes, 10).data]).toEqual([4, 26, 13]);
  expect([...backend.binary("sub", bytes, 17).data]).toEqual([233, 255, 242]);
  expect([...backend.binary("mul", bytes, bytes).data]).toEqual([36, 0, 9]);
  expect([...backend.binary("div", vector("int32", [7, -7, 5]), vector("int32", [2, 2, 0])).data]).toEqual([3, -3, 0]);
});

test("NaN, infinities and powers of one follow IEEE 754", () => {
  const a = vector("float32", [NaN, 1, NaN, Infinity]);
  const b = vector("float32", [1, NaN, NaN, -Infinity]);
  expect([...backend.binary("max", a, b).data]).toEqual([NaN, NaN, NaN, Infinity]);
  expect([...backend.binary("min", a, b).data]).toEqual([NaN, NaN, NaN, -Infinity]);
  expect([...backend.binary("eq", a, b).data]).toEqual([0, 0, 0, 0]);
  expect([...backend.binary("ne", a, b).data]).toEqual([1, 1, 1, 1]);
  const powers = backend.binary("pow", vector("float64", [1, -1, 1, 2, NaN]), vector("float64", [NaN, Infinity, -Infinity, NaN, 0]));
  expect([...powers.data]).toEqual([1, 1, 1, NaN, 1]);
});

test.each(dtypes)("where selects %s by any layout", (dtype) => {
  const random = seeded(11);
  for (let i = 0; i < 60; i++) {
    const shape = randomShape(random, i % 7, i % 10 === 9 ? 0 : 1);
    const condition = randomView(random, "bool", shape);
    const [a, b] = [randomView(random, dtype, shape), randomView(random, dtype, shape)];
    const [left, right] = [elements(a), elements(b)];
    const expected = elements(condition).map((chosen, j) => (chosen ? left[j]! : right[j]!));
    expect(backend.where(condition, a, b).data).toEqual(stored(dtype, expected));
  }
});

test("where passes NaN and −0 through", () => {
  const condition = vector("bool", [1, 0, 1, 0]);
  for (const dtype of floats) {
    const result = backend.where(condition, vector(dtype, [NaN, 1, -0, 2]), vector(dtype, [3, NaN, 4, -Infinity]));
    expect(result.data).toEqual(stored(dtype, [NaN, NaN, -0, -Infinity]));
  }
});

test("dirty free lists do not show", () => {
  const random = seeded(3);
  for (let i = 0; i < 40; i++) {
    const x = randomView(random, "float32", [3, pick(random, [4, 5])]);
    const first = backend.unary("exp", x);
    const copy = first.data.slice();
    backend.free(first);
    backend.free(backend.fill(copy.length, NaN, "float32"));
    expect(backend.unary("exp", x).data).toEqual(copy);
  }
});
