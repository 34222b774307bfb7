import { binaryOps, unaryOps, type Layout } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { positions, randomLayout, randomShape } from "../layout.test-support.js";
import { integer, seeded, type Random } from "../random.test-support.js";
import { binary, binaryNames, copy, fill, unary, unaryNames, updateSlice, where } from "./elementwise.js";
import type { Step } from "./step.js";

const arena = new Arena(false, 64);

test("operations are numbered as core lists them", () => {
  expect(unaryNames).toEqual(unaryOps);
  expect(binaryNames).toEqual(binaryOps.slice(0, binaryNames.length));
});

interface Data { readonly values: Uint32Array | Uint8Array; readonly layout: Layout }

/** Random bits of `width` bytes under a random layout. */
function randomData(random: Random, shape: readonly number[], width: 1 | 4, draw: () => number = () => Math.floor(random() * 2 ** 32)): Data {
  const { layout, length } = randomLayout(random, shape);
  return { layout, values: width === 4 ? Uint32Array.from({ length }, draw) : Uint8Array.from({ length }, draw) };
}

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

const elementsOf = ({ values, layout }: Data): number[] => positions(layout).map((at) => values[at]!);

/** Runs a step over the data and gives `bytes` bytes of output; the byte behind them must stay. */
function run(random: Random | null, data: readonly Data[], bytes: number, step: (operands: { pointer: number; layout: Layout }[], output: number) => Step): Uint8Array {
  arena.reset();
  const operands = data.map(({ values, layout }) => {
    const pointer = arena.bytes(values.byteLength);
    new Uint8Array(arena.memory.buffer, pointer).set(new Uint8Array(values.buffer));
    return { pointer, layout };
  });
  const output = arena.bytes(bytes + 16);
  arena.run([step(operands, output)], random ? randomCuts(random) : undefined);
  const written = new Uint8Array(arena.memory.buffer, output, bytes + 16).slice();
  expect([...written.subarray(bytes)]).toEqual(new Array(16).fill(0xff));
  return written.slice(0, bytes);
}

const both = (random: Random, data: readonly Data[], bytes: number, step: Parameters<typeof run>[3]): Uint8Array => {
  const whole = run(null, data, bytes, step);
  expect(run(random, data, bytes, step)).toEqual(whole);
  return whole;
};

function shapes(random: Random): (readonly number[])[] {
  const small = Array.from({ length: 30 }, (_, i) => randomShape(random, i % 6, 14));
  return [...small, [0], [3, 0, 2], [1024], [1023], [1025], [5, 617], [40, 1, 77], [3100]];
}

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
    ["pow", (a: number, b: number) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b)],
  ] as const)("binary %s", (op, definition) => {
    const random = seeded(9);
    for (const shape of shapes(random)) {
      const a = floats(random, shape), b = floats(random, shape), right = asFloats(b), expected = asFloats(a).map((value, i) => definition(value, right[i]!));
      expect(wrong(new Float32Array(both(random, [a, b], 4 * expected.length, ([x, y], output) => binary(op, x!, y!, output)).buffer), expected)).toEqual([]);
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

  test("where keeps the bits, NaN's too", () => {
    const random = seeded(11);
    for (const shape of shapes(random)) {
      const condition = randomData(random, shape, 1, () => Math.max(0, integer(random, -2, 2))), a = randomData(random, shape, 4), b = randomData(random, shape, 4);
      const picked = elementsOf(condition), left = elementsOf(a), right = elementsOf(b);
      const result = both(random, [condition, a, b], 4 * picked.length, ([c, x, y], output) => where(c!, x!, y!, output));
      expect(new Uint32Array(result.buffer)).toEqual(Uint32Array.from(picked, (value, i) => (value ? left[i]! : right[i]!)));
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
