import { dense, type DType, type ReduceOp, type View } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { cpu } from "../cpu.js";
import type { CpuStorage } from "../memory.js";
import { elements, indices, integer, randomShape, randomView, seeded, stored } from "../naive.test-support.js";

const backend = cpu();

const folds: Record<ReduceOp, (values: readonly number[]) => number> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  prod: (values) => (values.every(Number.isInteger) ? wrappedProduct(values) : values.reduce((total, value) => total * value, 1)),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  argmax: (values) => values.indexOf(Math.max(...values)),
};

const wrappedProduct = (values: readonly number[]): number =>
  Number(BigInt.asIntN(32, values.reduce((total, value) => total * BigInt(value), 1n)));

function naive(op: ReduceOp, x: View<CpuStorage>, axes: readonly number[]): number[] {
  const { shape } = x.layout;
  const values = elements(x);
  const groups = new Map<string, number[]>();
  const keyOf = (index: readonly number[]): string => index.filter((_, axis) => !axes.includes(axis)).join();
  for (const index of indices(shape.filter((_, axis) => !axes.includes(axis)))) groups.set(index.join(), []);
  indices(shape).forEach((index, i) => groups.get(keyOf(index))!.push(values[i]!));
  return [...groups.values()].map(folds[op]);
}

describe.each(Object.keys(folds) as ReduceOp[])("reduce %s", (op) => {
  const taken: readonly DType[] = ["float32", "float64", "int32", "uint8", ...(op === "sum" || op === "prod" ? [] : ["bool" as const])];
  test.each(taken)("%s over any axes of any layout", (dtype) => {
    const random = seeded(21);
    for (let i = 0; i < 120; i++) {
      const shape = randomShape(random, 1 + (i % 6));
      const one = integer(random, 0, shape.length - 1);
      const axes = op === "argmax" ? [one] : shape.map((_, axis) => axis).filter((axis) => axis === one || random() < 0.4);
      const x = randomView(random, dtype, shape);
      const result = backend.reduce(op, x, axes);
      expect(result.dtype).toBe(op === "argmax" ? "int32" : dtype);
      const expected = stored(result.dtype, naive(op, x, axes));
      if (dtype === "float32" || dtype === "float64") {
        const unit = op === "sum" || op === "prod" ? (dtype === "float32" ? 2 ** -23 : 2 ** -48) : 0;
        expect(result.data.length).toBe(expected.length);
        expected.forEach((value, j) => expect(Math.abs(result.data[j]! - value)).toBeLessThanOrEqual(unit * Math.max(1, Math.abs(value))));
      } else expect(result.data).toEqual(expected);
    }
  });
});

const view = (dtype: DType, values: number[], shape = [values.length]) => ({ storage: backend.write(stored(dtype, values), dtype), layout: dense(shape) });

test("empty sums are 0 and empty products 1, along either order of loops", () => {
  expect([...backend.reduce("sum", view("float32", [], [0, 3]), [0]).data]).toEqual([0, 0, 0]);
  expect([...backend.reduce("prod", view("float32", [], [3, 0]), [1]).data]).toEqual([1, 1, 1]);
  expect([...backend.reduce("sum", view("float32", [], [0]), [0]).data]).toEqual([0]);
  expect(backend.reduce("sum", view("float32", [], [0, 3]), [1]).size).toBe(0);
});

test("NaN wins wherever it stands, and argmax takes the first", () => {
  for (const values of [[NaN, 1, 5], [1, NaN, 5], [5, 1, NaN]]) {
    expect(backend.reduce("max", view("float32", values), [0]).data[0]).toBeNaN();
    expect(backend.reduce("min", view("float64", values), [0]).data[0]).toBeNaN();
    expect(backend.reduce("argmax", view("float32", values), [0]).data[0]).toBe(values.findIndex(Number.isNaN));
    // Across rows: the same values down a column, beside one without NaN.
    const columns = view("float32", values.flatMap((value) => [value, 2]), [3, 2]);
    expect([...backend.reduce("max", columns, [0]).data]).toEqual([NaN, 2]);
    expect([...backend.reduce("min", columns, [0]).data]).toEqual([NaN, 2]);
  }
  expect(backend.reduce("argmax", view("float32", [1, 7, 7, NaN, NaN]), [0]).data[0]).toBe(3);
  expect(backend.reduce("argmax", view("float32", [1, 7, 7]), [0]).data[0]).toBe(1);
  expect(backend.reduce("argmax", view("float32", [-Infinity, -Infinity]), [0]).data[0]).toBe(0);
  expect(backend.reduce("max", view("float32", [-Infinity, -Infinity]), [0]).data[0]).toBe(-Infinity);
});

test("integer sums and products wrap exactly", () => {
  const wrap = (value: bigint): number => Number(BigInt.asIntN(32, value));
  const values = [2147483647, 2147483647, 123456789, -987654321];
  const total = values.reduce((sum, value) => sum + BigInt(value), 0n);
  const product = values.reduce((sum, value) => sum * BigInt(value), 1n);
  expect(backend.reduce("sum", view("int32", values), [0]).data[0]).toBe(wrap(total));
  expect(backend.reduce("prod", view("int32", values), [0]).data[0]).toBe(wrap(product));
  const columns = view("int32", values.flatMap((value) => [value, 1]), [4, 2]);
  expect([...backend.reduce("sum", columns, [0]).data]).toEqual([wrap(total), 4]);
  expect([...backend.reduce("prod", columns, [0]).data]).toEqual([wrap(product), 1]);
  expect(backend.reduce("sum", view("uint8", [200, 100]), [0]).data[0]).toBe(44);
});

test("a float32 sum is rounded once", () => {
  const values = Array.from({ length: 4096 }, (_, i) => (i === 0 ? 2 ** 24 : 1));
  expect(backend.reduce("sum", view("float32", values), [0]).data[0]).toBe(Math.fround(2 ** 24 + 4095));
});
