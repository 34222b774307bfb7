import { binaryOps, unaryOps } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { both, elementsOf, randomData, shapes, type Data } from "../elementwise.test-support.js";
import { positions, randomLayout } from "../layout.test-support.js";
import { integer, seeded, type Random } from "../random.test-support.js";
import { binary, binaryNames, copy, fill, reluGrad, unary, unaryNames, updateSlice, where } from "./elementwise.js";

test("operations are numbered as core lists them", () => {
  expect(unaryNames).toEqual(unaryOps);
  expect(binaryNames).toEqual(binaryOps);
});

const floats = (random: Random, shape: readonly number[]): Data => {
  const scratch = new Float32Array(1), bits = new Uint32Array(scratch.buffer);
  return randomData(random, shape, 4, () => {
    scratch[0] = random() < 0.05 ? [NaN, Infinity, -Infinity, -0, 0][integer(random, 0, 4)]! : integer(random, -40, 40) / 8;
    return bits[0]!;
  });
};

const asFloats = ({ values, layout }: Data): number[] => {
  const view = new Float32Array(values.buffer);
  return positions(layout).map((at) => view[at]!);
};

const cPow = (a: number, b: number): number => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b);

/** What is not within 1 ulp; NaN, infinities and what is near 0 must be exact, but for the sign of 0. */
function wrong(actual: ArrayLike<number>, expected: readonly number[]) {
  const isWrong = (value: number, wanted: number): boolean =>
    !Object.is(value + 0, wanted + 0) && !(Math.abs(wanted) >= 2 ** -120 && Math.abs(value - wanted) <= 2 ** -23 * Math.abs(wanted));
  return expected.map(Math.fround).flatMap((wanted, i) => (isWrong(actual[i]!, wanted) ? [{ i, wanted, got: actual[i] }] : []));
}

describe("over any layout and in any pieces", () => {
  test.each(["neg", "relu", "exp", "sign", "sqrt"] as const)("unary %s", (op) => {
    const random = seeded(7);
    const definition = { neg: (x: number) => -x, relu: (x: number) => (x <= 0 ? 0 : x), exp: Math.exp, sign: (x: number) => +(x > 0) - +(x < 0), sqrt: Math.sqrt }[op];
    for (const shape of shapes(random)) {
      const x = floats(random, shape), expected = asFloats(x).map(definition);
      expect(wrong(new Float32Array(both(random, [x], 4 * expected.length, ([a], output) => unary(op, a!, output)).buffer), expected)).toEqual([]);
    }
  });

  test.each([["isNaN", Number.isNaN], ["isFinite", Number.isFinite], ["not", (x: number) => x === 0]] as const)("unary %s", (op, definition) => {
    const random = seeded(8);
    for (const shape of shapes(random)) {
      const x = floats(random, shape), expected = asFloats(x).map((value) => Number(definition(value)));
      expect([...both(random, [x], expected.length, ([a], output) => unary(op, a!, output))]).toEqual(expected);
    }
  });

  test.each([
    ["add", (a: number, b: number) => a + b], ["sub", (a: number, b: number) => a - b], ["mul", (a: number, b: number) => a * b], ["div", (a: number, b: number) => a / b],
    ["max", (a: number, b: number) => Math.max(a, b)], ["min", (a: number, b: number) => Math.min(a, b)],
    ["pow", cPow],
  ] as const)("binary %s", (op, definition) => {
    const random = seeded(9);
    for (const shape of shapes(random)) {
      const a = floats(random, shape), b = floats(random, shape), right = asFloats(b), expected = asFloats(a).map((value, i) => definition(value, right[i]!));
      expect(wrong(new Float32Array(both(random, [a, b], 4 * expected.length, ([x, y], output) => binary(op, x!, y!, output)).buffer), expected)).toEqual([]);
    }
  });

  test("reluGrad keeps the gradient's bits where the output is not ≤ 0", () => {
    const random = seeded(17);
    for (const shape of shapes(random)) {
      const gradOutput = randomData(random, shape, 4), output = floats(random, shape), outputs = asFloats(output);
      const result = both(random, [gradOutput, output], 4 * outputs.length, ([a, b], to) => reluGrad(a!, b!, to));
      expect([...new Uint32Array(result.buffer)]).toEqual(elementsOf(gradOutput).map((bits, i) => (outputs[i]! <= 0 ? 0 : bits)));
    }
  });

  test.each([
    ["eq", (a: number, b: number) => a === b], ["ne", (a: number, b: number) => a !== b], ["lt", (a: number, b: number) => a < b], ["le", (a: number, b: number) => a <= b],
  ] as const)("binary %s", (op, definition) => {
    const random = seeded(10);
    for (const shape of shapes(random)) {
      const a = floats(random, shape), b = floats(random, shape), right = asFloats(b), expected = asFloats(a).map((value, i) => Number(definition(value, right[i]!)));
      expect([...both(random, [a, b], expected.length, ([x, y], output) => binary(op, x!, y!, output))]).toEqual(expected);
    }
  });

  test.each([1, 4] as const)("where keeps the bits, NaN's too, %i bytes wide", (width) => {
    const random = seeded(11);
    for (const shape of shapes(random)) {
      const condition = randomData(random, shape, 1, () => Math.max(0, integer(random, -2, 2))), a = randomData(random, shape, width), b = randomData(random, shape, width);
      const picked = elementsOf(condition), left = elementsOf(a), right = elementsOf(b);
      const result = both(random, [condition, a, b], width * picked.length, ([c, x, y], output) => where(c!, x!, y!, output, width));
      expect([...(width === 4 ? new Uint32Array(result.buffer) : result)]).toEqual(picked.map((value, i) => (value ? left[i]! : right[i]!)));
    }
  });

  test("where with a condition that lies across, and all else dense or one number", () => {
    const random = seeded(16), shape = [160, 77], size = 160 * 77, dense = { shape, strides: [77, 1], offset: 0 }, one = { shape, strides: [0, 0], offset: 0 };
    const condition: Data = { values: Uint8Array.from({ length: size }, () => integer(random, 0, 1)), layout: { shape, strides: [1, 160], offset: 0 } };
    const a: Data = { values: Uint32Array.from({ length: size }, (_, i) => i), layout: dense }, b: Data = { values: Uint32Array.of(7), layout: one };
    const result = both(random, [condition, a, b], 4 * size, ([c, x, y], output) => where(c!, x!, y!, output));
    expect([...new Uint32Array(result.buffer)]).toEqual(elementsOf(condition).map((value, i) => (value ? i : 7)));
  });

  test.each(["add", "pow", "lt"] as const)("binary %s with a number, and with an operand that repeats one element", (op) => {
    const random = seeded(15), definition = { add: (a: number, b: number) => a + b, pow: cPow, lt: (a: number, b: number) => Number(a < b) }[op];
    for (const shape of shapes(random)) for (const number of [2.5, -0, Infinity]) {
      const a = floats(random, shape), one = { values: new Uint32Array(Float32Array.of(0, number).buffer), layout: { shape, strides: shape.map(() => 0), offset: 1 } };
      const left = asFloats(a), bytes = (op === "lt" ? 1 : 4) * left.length, read = (result: Uint8Array<ArrayBuffer>) => [...(op === "lt" ? result : new Float32Array(result.buffer))];
      expect(wrong(read(both(random, [a], bytes, ([x], output) => binary(op, x!, number, output))), left.map((value) => definition(value, number)))).toEqual([]);
      expect(wrong(read(both(random, [a, one], bytes, ([x, y], output) => binary(op, x!, y!, output))), left.map((value) => definition(value, number)))).toEqual([]);
      expect(wrong(read(both(random, [one, a], bytes, ([y, x], output) => binary(op, y!, x!, output))), left.map((value) => definition(number, value)))).toEqual([]);
    }
  });

  test.each([1, 4] as const)("copy, %i bytes wide", (width) => {
    const random = seeded(12);
    for (const shape of shapes(random)) {
      const x = randomData(random, shape, width), expected = elementsOf(x);
      const result = both(random, [x], width * expected.length, ([a], output) => copy(a!, output, width));
      expect([...(width === 4 ? new Uint32Array(result.buffer) : result)]).toEqual(expected);
    }
  });

  test.each([1, 4] as const)("updateSlice, %i bytes wide, leaves the rest alone", (width) => {
    const random = seeded(13);
    for (const shape of shapes(random)) {
      const x = randomData(random, shape, width), at = randomLayout(random, shape, false);
      const expected = (width === 4 ? new Uint32Array(at.length) : new Uint8Array(at.length)).fill(2 ** 32 - 1);
      const places = positions(at.layout);
      elementsOf(x).forEach((value, i) => (expected[places[i]!] = value));
      const result = both(random, [x], width * at.length, ([a], output) => updateSlice(output, at.layout, a!, width));
      expect(width === 4 ? new Uint32Array(result.buffer) : result).toEqual(expected);
    }
  });

  test.each([1, 4] as const)("fill, %i bytes wide", (width) => {
    for (const size of [0, 1, 3, 5, 1023, 1024, 1025, 5000]) {
      const result = both(seeded(14), [], width * size, (_, output) => fill(output, size, 0x40490fdb, width));
      expect(width === 4 ? new Uint32Array(result.buffer) : result).toEqual((width === 4 ? new Uint32Array(size) : new Uint8Array(size)).fill(0x40490fdb));
    }
  });
});
