/** int32, uint8 and bool against JavaScript's typed arrays, which wrap; casts between all dtypes. */
import { DTypeError, type BinaryOp, type UnaryOp } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { both, elementsOf, randomData, shapes, type Data } from "../elementwise.test-support.js";
import { integer, pick, seeded, type Random } from "../random.test-support.js";
import { binary, bitsOf, cast, unary, widthOf, type KernelDType } from "./elementwise.js";

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array };

const special = {
  float32: [NaN, Infinity, -Infinity, -0, 0.99, -0.99, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 32 + 512, -(2 ** 32) - 512, 3e9, -3e9, 1e20, -1e20, 3.4e38, 255.5, 256, -1.5, 2 ** -149],
  int32: [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 255, 256, -256, 16777217, 65536, 46341],
  uint8: [0, 1, 2, 127, 128, 254, 255],
  bool: [0, 1],
};

/** Numbers of the dtype, often special ones, under a random layout. */
function numbers(random: Random, shape: readonly number[], dtype: KernelDType, least = -9): Data {
  const draw = (): number => (random() < 0.4 ? pick(random, special[dtype]) : dtype === "bool" ? integer(random, 0, 1) : dtype === "float32" ? (random() - 0.5) * 600 : integer(random, least, 9));
  return randomData(random, shape, widthOf(dtype), () => bitsOf(draw(), dtype));
}

const read = (data: Data, dtype: KernelDType): number[] => [...new arrays[dtype]((widthOf(dtype) === 1 ? Uint8Array : Uint32Array).from(elementsOf(data)).buffer)];

/** What a typed array makes of the values; bool is ≠ 0. */
const stored = (values: readonly number[], dtype: KernelDType): number[] => [...arrays[dtype].from(dtype === "bool" ? values.map((value) => Number(value !== 0)) : values)];
const numbersIn = (bytes: Uint8Array<ArrayBuffer>, dtype: KernelDType): number[] => [...new arrays[dtype](bytes.buffer)];

const unaries: readonly [UnaryOp, (x: number) => number][] = [
  ["neg", (x) => -x], ["abs", Math.abs], ["sign", Math.sign], ["relu", (x) => Math.max(x, 0)], ["not", (x) => Number(x === 0)],
];

/** base ^ exponent modulo 2³². */
function power(base: number, exponent: number): number {
  if (exponent < 0) return base === 0 ? 0 : Math.trunc(base ** exponent);
  return Number(BigInt.asIntN(32, modular(BigInt(base), BigInt(exponent))));
}
const modular = (base: bigint, exponent: bigint): bigint =>
  exponent === 0n ? 1n : BigInt.asIntN(32, modular(BigInt.asIntN(32, base * base), exponent / 2n) * (exponent % 2n === 1n ? base : 1n));

const binaries: readonly [BinaryOp, (a: number, b: number) => number][] = [
  ["add", (a, b) => a + b], ["sub", (a, b) => a - b], ["mul", Math.imul], ["div", (a, b) => (b === 0 ? 0 : Math.trunc(a / b))], ["pow", power],
  ["max", Math.max], ["min", Math.min], ["eq", (a, b) => Number(a === b)], ["ne", (a, b) => Number(a !== b)], ["lt", (a, b) => Number(a < b)], ["le", (a, b) => Number(a <= b)],
];
const logic: readonly [BinaryOp, (a: number, b: number) => number][] = [["and", (a, b) => a & b], ["or", (a, b) => a | b], ["xor", (a, b) => a ^ b], ...binaries.slice(7)];
const givesBool = ["not", "eq", "ne", "lt", "le", "and", "or", "xor"];

describe("over any layout and in any pieces", () => {
  test.each([...unaries.flatMap(([op, f]) => (["int32", "uint8"] as const).map((dtype) => [op, dtype, f] as const)), ["not", "bool", (x: number) => 1 - x] as const])(
    "unary %s of %s", (op, dtype, definition) => {
      const random = seeded(71), to = givesBool.includes(op) ? "bool" : dtype;
      for (const shape of shapes(random)) {
        const x = numbers(random, shape, dtype), expected = stored(read(x, dtype).map(definition), to);
        expect(numbersIn(both(random, [x], widthOf(to) * expected.length, ([a], output) => unary(op, a!, output, dtype)), to)).toEqual(expected);
      }
    });

  test.each([
    ...binaries.flatMap(([op, f]) => (["int32", "uint8"] as const).map((dtype) => [op, dtype, f] as const)), ...logic.map(([op, f]) => [op, "bool", f] as const),
  ])("binary %s of %s, and with a number", (op, dtype, definition) => {
    const random = seeded(72), to = givesBool.includes(op) ? "bool" : dtype;
    for (const shape of shapes(random)) {
      const a = numbers(random, shape, dtype), b = numbers(random, shape, dtype), left = read(a, dtype), right = read(b, dtype), number = pick(random, special[dtype]);
      const bytes = widthOf(to) * left.length;
      expect(numbersIn(both(random, [a, b], bytes, ([x, y], output) => binary(op, x!, y!, output, dtype)), to)).toEqual(stored(left.map((value, i) => definition(value, right[i]!)), to));
      expect(numbersIn(both(random, [a], bytes, ([x], output) => binary(op, x!, number, output, dtype)), to)).toEqual(stored(left.map((value) => definition(value, number)), to));
    }
  });

  const dtypes = ["float32", "int32", "uint8", "bool"] as const;
  test.each(dtypes.flatMap((from) => dtypes.map((to) => [from, to] as const)))("cast %s → %s", (from, to) => {
    const random = seeded(73);
    for (const shape of shapes(random)) {
      const x = numbers(random, shape, from, -300), expected = stored(read(x, from), to);
      expect(numbersIn(both(random, [x], widthOf(to) * expected.length, ([a], output) => cast(a!, output, from, to)), to)).toEqual(expected);
    }
  });
});

test("an operation without a kernel for the dtype is an error", () => {
  const x = { pointer: 1024, layout: { shape: [2], strides: [1], offset: 0 } };
  expect(() => unary("exp", x, 2048, "int32")).toThrow(new DTypeError("unary: no kernel for exp of int32, expected float32"));
  expect(() => binary("and", x, x, 2048)).toThrow(new DTypeError("binary: no kernel for and of float32, expected bool"));
});
