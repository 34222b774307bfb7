import type { ReduceOp } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { positions, randomLayout, randomShape } from "../layout.test-support.js";
import { integer, seeded } from "../random.test-support.js";
import { reduce } from "./reduce.js";

const arena = new Arena(false, 64);

const folds: Record<ReduceOp, (values: readonly number[]) => number> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  prod: (values) => values.reduce((total, value) => total * value, 1),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  argmax: (values) => (values.some(Number.isNaN) ? values.findIndex(Number.isNaN) : values.indexOf(Math.max(...values))),
};

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

describe.each(Object.keys(folds) as ReduceOp[])("%s", (op) => {
  test("over any axes of any layout, in any pieces", () => {
    const random = seeded(31);
    for (let i = 0; i < 150; i++) {
      const shape = randomShape(random, 1 + (i % 5), 12), one = integer(random, 0, shape.length - 1);
      const axes = op === "argmax" ? [one] : shape.map((_, axis) => axis).filter((axis) => axis === one || random() < 0.4);
      const { layout, length } = randomLayout(random, shape);
      const noise = i % 3 === 0 ? 0.02 : 0;
      const data = Float32Array.from({ length }, () => (random() < noise ? [NaN, Infinity, -Infinity][integer(random, 0, 2)]! : op === "argmax" ? integer(random, -3, 3) : random() * 2 - 1));
      const expected = groupsOf(shape, axes, positions(layout).map((at) => data[at]!)).map(folds[op]);
      const once = (cut?: (units: number) => number[]): Uint8Array<ArrayBuffer> => {
        arena.reset();
        const pointer = arena.floats(data), output = arena.bytes(4 * expected.length);
        arena.run([reduce(op, { pointer, layout }, axes, output)], cut);
        return new Uint8Array(arena.memory.buffer, output, 4 * expected.length).slice();
      };
      const whole = once();
      expect(once(randomCuts(random))).toEqual(whole);
      if (op === "argmax") expect([...new Int32Array(whole.buffer)]).toEqual(expected);
      else {
        const actual = [...new Float32Array(whole.buffer)];
        const isRight = (value: number, j: number): boolean =>
          Object.is(value + 0, Math.fround(expected[j]!) + 0) || Math.abs(value - expected[j]!) <= 2 ** -24 * Math.max(Math.abs(expected[j]!), 2 ** -20);
        expect(actual.filter((value, j) => !isRight(value, j))).toEqual([]);
      }
    }
  });
});

test("empty sums are 0 and empty products 1", () => {
  for (const shape of [[0, 3], [2, 0, 3]]) for (const [op, value] of [["sum", 0], ["prod", 1]] as const) {
    arena.reset();
    const output = arena.bytes(40), axes = shape.length === 2 ? [0] : [0, 1];
    arena.run([reduce(op, { pointer: arena.bytes(0), layout: { shape, strides: shape.map(() => 3), offset: 0 } }, axes, output)]);
    expect([...arena.readFloats(output, 3)]).toEqual([value, value, value]);
  }
});

test("a float32 sum is rounded once, along rows and across them", () => {
  const random = seeded(32), rows = 3000, columns = 5;
  const data = Float32Array.from({ length: rows * columns }, () => random() * 1000);
  for (const strides of [[columns, 1], [1, rows]]) {
    arena.reset();
    const pointer = arena.floats(data), output = arena.bytes(4 * columns);
    arena.run([reduce("sum", { pointer, layout: { shape: [rows, columns], strides, offset: 0 } }, [0], output)]);
    arena.readFloats(output, columns).forEach((value, column) => {
      let exact = 0;
      for (let row = 0; row < rows; row++) exact += data[row * strides[0]! + column * strides[1]!]!;
      expect(value).toBe(Math.fround(exact));
    });
  }
});
