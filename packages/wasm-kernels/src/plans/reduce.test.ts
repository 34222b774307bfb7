import type { Layout, ReduceOp } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { positions, randomLayout, randomShape } from "../layout.test-support.js";
import { integer, pick, seeded, type Random } from "../random.test-support.js";
import { widthOf, type KernelDType } from "./elementwise.js";
import { reduce, reduceWorkspace } from "./reduce.js";

const arena = new Arena(false, 64);

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array };

const argmaxOf = (values: readonly number[]): number => {
  const firstNaN = values.findIndex(Number.isNaN);
  return firstNaN >= 0 ? firstNaN : values.indexOf(greatest(values));
};
const greatest = (values: readonly number[]): number => values.reduce((best, value) => Math.max(best, value), -Infinity);

const floatFolds: Record<ReduceOp, (values: readonly number[]) => number> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  prod: (values) => values.reduce((total, value) => total * value, 1),
  max: greatest,
  min: (values) => values.reduce((best, value) => Math.min(best, value), Infinity),
  argmax: argmaxOf,
};
const integerFolds = { ...floatFolds, prod: (values: readonly number[]) => values.reduce(Math.imul, 1) };

const special = { float32: [NaN, Infinity, -Infinity], int32: [2 ** 31 - 1, -(2 ** 31), 65537], uint8: [255, 128], bool: [0] };

function draw(random: Random, op: ReduceOp, dtype: KernelDType, noise: number): number {
  if (random() < noise) return pick(random, special[dtype]);
  if (dtype === "bool") return integer(random, 0, 1);
  if (dtype === "uint8") return integer(random, 0, 9);
  if (dtype === "int32" || op === "argmax") return integer(random, -5, 5);
  return op === "prod" ? pick(random, [-1, 1]) * (0.99 + random() / 50) : random() * 2 - 1;
}

/** Few outputs of many elements each, and strips wider than one. */
const large: readonly [shape: readonly number[], axes: readonly number[]][] = [
  [[20_001], [0]], [[3, 9_001], [1]], [[9_001, 3], [0]], [[9, 1_000, 3], [0, 1]], [[50, 3, 211], [0, 2]], [[9, 1_003], [0]], [[70, 67], [0]],
];

/** Small integers may tie, floats are rounded once. */
function isRight(value: number, expected: number, isFolded: boolean): boolean {
  if (!isFolded) return value === expected;
  return Object.is(value + 0, Math.fround(expected) + 0) || Math.abs(value - expected) <= 2 ** -24 * Math.max(Math.abs(expected), 2 ** -20);
}

/** Values of each kept index, in the order of the outputs and of the reduced axes. */
function groupsOf(shape: readonly number[], axes: readonly number[], values: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  for (let i = 0; i < kept.reduce((size, axis) => size * shape[axis]!, 1); i++) groups.set(i, []);
  values.forEach((value, position) => {
    const index = shape.map((length, axis) => Math.floor(position / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % length);
    groups.get(kept.reduce((at, axis) => at * shape[axis]! + index[axis]!, 0))!.push(value);
  });
  return [...groups.values()];
}

function run(op: ReduceOp, bytes: Uint8Array, layout: Layout, axes: readonly number[], dtype: KernelDType, resultBytes: number, cut?: (units: number) => number[]): Uint8Array<ArrayBuffer> {
  arena.reset();
  const pointer = arena.bytes(bytes.length), workspaceBytes = reduceWorkspace(layout, axes);
  new Uint8Array(arena.memory.buffer, pointer).set(bytes);
  const output = arena.bytes(resultBytes + 16), workspace = arena.bytes(workspaceBytes + 16);
  arena.run(reduce(op, { pointer, layout }, axes, output, workspace, dtype), cut);
  for (const end of [output + resultBytes, workspace + workspaceBytes]) expect(new Uint8Array(arena.memory.buffer, end, 16)).toEqual(new Uint8Array(16).fill(0xff));
  return new Uint8Array(arena.memory.buffer, output, resultBytes).slice();
}

describe.each((["sum", "prod", "max", "min", "argmax"] as const).flatMap((op) => (["float32", "int32", "uint8", "bool"] as const).map((dtype) => [op, dtype] as const)))("%s of %s", (op, dtype) => {
  const resultType = op === "argmax" ? "int32" : dtype, fold = (dtype === "float32" ? floatFolds : integerFolds)[op];

  const wrong = (random: Random, shape: readonly number[], axes: readonly number[], noise: number) => {
    const { layout, length } = randomLayout(random, shape);
    const data = new arrays[dtype](Array.from({ length }, () => draw(random, op, dtype, noise)));
    const exact = groupsOf(shape, axes, positions(layout).map((at) => data[at]!)).map(fold), expected = dtype === "float32" ? exact : [...arrays[resultType].from(exact)];
    const once = (cut?: (units: number) => number[]) => run(op, new Uint8Array(data.buffer), layout, axes, dtype, widthOf(resultType) * exact.length, cut);
    const whole = once();
    expect(once(randomCuts(random))).toEqual(whole);
    const isFolded = dtype === "float32" && op !== "argmax";
    return [...new arrays[resultType](whole.buffer)].flatMap((value, i) => (isRight(value, expected[i]!, isFolded) ? [] : [{ shape, axes, layout, i, value, expected: expected[i] }]));
  };

  test("over any axes of any layout, in any pieces", () => {
    const random = seeded(31);
    for (let i = 0; i < 150; i++) {
      const shape = randomShape(random, 1 + (i % 5), 12), one = integer(random, 0, shape.length - 1);
      const axes = op === "argmax" ? [one] : shape.map((_, axis) => axis).filter((axis) => axis === one || random() < 0.4);
      expect(wrong(random, shape, axes, i % 3 === 0 ? 0.02 : 0)).toEqual([]);
    }
  });

  test("of many elements", () => {
    const random = seeded(33);
    for (const [i, [shape, axes]] of large.entries()) expect(wrong(random, shape, op === "argmax" ? axes.slice(-1) : axes, [0, 1e-4, 1e-2][i % 3]!)).toEqual([]);
  });
});

test("a reduction to one output is cut into at least 16 units", () => {
  const [first] = reduce("sum", { pointer: 0, layout: { shape: [1_000_000], strides: [1], offset: 0 } }, [0], 0, 0);
  expect(first!.units).toBeGreaterThanOrEqual(16);
});

test("empty sums are 0 and empty products 1", () => {
  for (const shape of [[0, 3], [2, 0, 3]]) for (const [op, value] of [["sum", 0], ["prod", 1]] as const) {
    arena.reset();
    const output = arena.bytes(40), axes = shape.length === 2 ? [0] : [0, 1];
    arena.run(reduce(op, { pointer: arena.bytes(0), layout: { shape, strides: shape.map(() => 3), offset: 0 } }, axes, output, 0));
    expect([...arena.readFloats(output, 3)]).toEqual([value, value, value]);
  }
});

test("a float32 sum is rounded once, along rows and across them", () => {
  const random = seeded(32), rows = 3000, columns = 5;
  const data = Float32Array.from({ length: rows * columns }, () => random() * 1000);
  for (const strides of [[columns, 1], [1, rows]]) {
    arena.reset();
    const pointer = arena.floats(data), output = arena.bytes(4 * columns);
    arena.run(reduce("sum", { pointer, layout: { shape: [rows, columns], strides, offset: 0 } }, [0], output, 0));
    arena.readFloats(output, columns).forEach((value, column) => {
      let exact = 0;
      for (let row = 0; row < rows; row++) exact += data[row * strides[0]! + column * strides[1]!]!;
      expect(value).toBe(Math.fround(exact));
    });
  }
});
