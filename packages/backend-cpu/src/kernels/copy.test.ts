import { dense, dtypes, type DType, type Layout } from "@convoke/core/backend";
import { expect, test } from "vitest";
import { cpu } from "../cpu.js";
import { elements, indices, offsetOf, randomShape, randomValues, randomView, seeded, stored } from "../naive.test-support.js";

const backend = cpu();

const pairs = dtypes.flatMap((from) => dtypes.map((to): [DType, DType] => [from, to]));

test.each(pairs)("copies %s to %s from any layout", (from, to) => {
  const random = seeded(5);
  for (let i = 0; i < 40; i++) {
    const x = randomView(random, from, randomShape(random, i % 9, i % 10 === 9 ? 0 : 1));
    const values = elements(x);
    expect(backend.copy(x, to).data).toEqual(stored(to, to === "bool" ? values.map((value) => Number(value !== 0)) : values));
  }
});

test("long rows are copied as blocks", () => {
  const random = seeded(6);
  const data = randomValues(random, "float32", 5000);
  const storage = backend.write(data, "float32");
  const layout: Layout = { shape: [3, 2, 400], strides: [1200, 500, 1], offset: 7 };
  expect(backend.copy({ storage, layout }, "float32").data).toEqual(stored("float32", elements({ storage, layout })));
  expect(backend.copy({ storage, layout }, "float64").data).toEqual(stored("float64", elements({ storage, layout })));
});

test("casts truncate towards zero, wrap, and take NaN as true", () => {
  const view = (dtype: DType, values: number[]) => ({ storage: backend.write(stored(dtype, values), dtype), layout: dense([values.length]) });
  const x = view("float64", [1.9, -1.9, 256.5, -1, NaN, 0.2, -0, 2 ** 31]);
  expect([...backend.copy(x, "int32").data]).toEqual([1, -1, 256, -1, 0, 0, 0, -(2 ** 31)]);
  expect([...backend.copy(x, "uint8").data]).toEqual([1, 255, 0, 255, 0, 0, 0, 0]);
  expect([...backend.copy(x, "bool").data]).toEqual([1, 1, 1, 1, 1, 1, 0, 1]);
  expect([...backend.copy(view("int32", [300, -1]), "uint8").data]).toEqual([44, 255]);
  expect([...backend.copy(view("uint8", [0, 7]), "bool").data]).toEqual([0, 1]);
});

test.each(dtypes)("updateSlice writes %s into any region", (dtype) => {
  const random = seeded(8);
  for (let i = 0; i < 60; i++) {
    const shape = randomShape(random, i % 6);
    // A region without repeated cells: flipped and spread, but no stride 0.
    const at = { ...dense(shape), offset: 2 };
    const strides = at.strides.map((stride) => 2 * stride);
    const flipped = strides.map((stride, axis) => (axis === 0 && i % 2 === 0 ? -stride : stride));
    const region: Layout = { shape, strides: flipped, offset: i % 2 === 0 && shape.length > 0 ? 2 + strides[0]! * (shape[0]! - 1) : 2 };
    const target = backend.write(randomValues(random, dtype, 2000), dtype);
    const x = randomView(random, dtype, shape);
    const expected = target.data.slice();
    const values = elements(x);
    indices(shape).forEach((index, j) => (expected[offsetOf(region, index)] = values[j]!));
    expect(backend.updateSlice(target, region, x)).toBe(target);
    expect(target.data).toEqual(expected);
  }
});

test("updateSlice reads a source that overlaps its target before it writes", () => {
  const target = backend.write(new Float32Array([1, 2, 3, 4, 5, 6]), "float32");
  const x = { storage: target, layout: { shape: [5], strides: [1], offset: 0 } };
  backend.updateSlice(target, { shape: [5], strides: [1], offset: 1 }, x);
  expect([...target.data]).toEqual([1, 1, 2, 3, 4, 5]);
  backend.updateSlice(target, { shape: [6], strides: [1], offset: 0 }, { storage: target, layout: { shape: [6], strides: [-1], offset: 5 } });
  expect([...target.data]).toEqual([5, 4, 3, 2, 1, 1]);
});

test("concat along every axis", () => {
  const random = seeded(9);
  for (const axis of [0, 1, 2]) {
    const parts = [2, 0, 3].map((length) => randomView(random, "float32", [2, 3, 4].with(axis, length)));
    const whole = [2, 3, 4].with(axis, 5);
    const expected = indices(whole).map((index) => {
      const part = index[axis]! < 2 ? parts[0]! : parts[2]!;
      const local = index.with(axis, index[axis]! < 2 ? index[axis]! : index[axis]! - 2);
      return part.storage.data[offsetOf(part.layout, local)]!;
    });
    expect(backend.concat(parts, axis).data).toEqual(stored("float32", expected));
  }
});
