import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, DataError, setBackend, ShapeError, tensor } from "@convoke/core";
import { expect, test } from "vitest";
import { collate } from "./collate.js";

setBackend(cpu());

test("numbers and booleans become [B]", async () => {
  const numbers = collate([1, 2.5]);
  expect([numbers.dtype, await numbers.toArray()]).toEqual(["float32", [1, 2.5]]);
  const flags = collate([true, false]);
  expect([flags.dtype, await flags.toArray()]).toEqual(["bool", [true, false]]);
});

test("typed arrays become [B, n] of their dtype", async () => {
  const batch = collate([Int32Array.of(1, 2, 3), Int32Array.of(4, 5, 6)]);
  expect([batch.dtype, await batch.toArray()]).toEqual(["int32", [[1, 2, 3], [4, 5, 6]]]);
});

test("tensors are stacked", async () => {
  const batch = collate([tensor([[1, 2]]), tensor([[3, 4]])]);
  expect(await batch.toArray()).toEqual([[[1, 2]], [[3, 4]]]);
});

test("host tensors are stacked, and so become tensors", async () => {
  const batch = collate([{ image: { shape: [2, 1], data: Float32Array.of(1, 2) }, label: { shape: [], data: Int32Array.of(3) } }, { image: { shape: [2, 1], data: Float32Array.of(4, 5) }, label: { shape: [], data: Int32Array.of(6) } }]);
  expect([batch.image.shape, batch.image.dtype, await batch.image.toArray()]).toEqual([[2, 2, 1], "float32", [[[1], [2]], [[4], [5]]]]);
  expect([batch.label.shape, batch.label.dtype, await batch.label.toArray()]).toEqual([[2], "int32", [3, 6]]);
  const other = [{ shape: [2, 1], data: Float32Array.of(1, 2) }, { shape: [1, 2], data: Float32Array.of(1, 2) }];
  expect(() => collate(other)).toThrow(new ShapeError("collate: sample is [1, 2] in sample 1 of the batch, expected [2, 1] as in sample 0"));
  expect(() => collate([other[0]!, { shape: [2, 1], data: Int32Array.of(1, 2) }])).toThrow(DataError);
});

test("arrays and records are batched field by field", async () => {
  const { x, y } = collate([{ x: 1, y: [2, { z: Uint8Array.of(7) }] as const }, { x: 4, y: [5, { z: Uint8Array.of(8) }] as const }]);
  expect(await x.toArray()).toEqual([1, 4]);
  expect(await y[0].toArray()).toEqual([2, 5]);
  expect(await y[1].z.toArray()).toEqual([[7], [8]]);
});

test("samples of different form are refused with their place", () => {
  const refuse = (samples: readonly unknown[], message: string | typeof DataError | typeof ShapeError) => expect(() => collate(samples)).toThrow(message);
  refuse([1, "2"], DataError);
  refuse([1, "2"], "collate: sample differs in form, expected that of sample 0, got another in sample 1 of the batch");
  refuse([1, true], DataError);
  refuse([[1, 2], [3]], DataError);
  refuse([{ a: [1] }, { a: [2] }, { a: 3 }], "collate: sample.a differs in form, expected that of sample 0, got another in sample 2 of the batch");
  refuse([{ a: 1 }, {}], DataError);
  refuse([Uint8Array.of(1), Int32Array.of(1)], DataError);
  refuse([Uint8Array.of(1), Uint8Array.of(1, 2)], DataError);
  refuse([tensor([1]), tensor([1, 2])], ShapeError);
});

test("what cannot be stacked is refused with a hint", () => {
  expect(() => collate(["a", "b"])).toThrow(ArgumentError);
  expect(() => collate([{ a: new Map() }])).toThrow("collate: sample.a is [object Map], expected numbers, typed arrays, tensors, or arrays and plain objects of them\nhint: give DataLoader a collate function");
  expect(() => collate([])).toThrow(ArgumentError);
});
