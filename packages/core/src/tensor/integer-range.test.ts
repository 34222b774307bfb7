import { cpu } from "@convoke/backend-cpu";
import { expect, test } from "vitest";
import { arange, argmax, cast, Generator, full, ones, setBackend, slice, tensor } from "../index.js";
import { rangeOf, rangeWithout, type IntegerRange } from "./integer-range.js";

setBackend(cpu());
const parts = (range: IntegerRange | null): number[] | null => range && [range.least, range.secondLeast, range.secondGreatest, range.greatest];

test("rangeOf finds the two smallest and the two greatest integers, whatever their order", () => {
  const generator = new Generator(3);
  for (let size = 1; size < 60; size++) {
    const data = generator.integers(-size, 4, 1 + (size % 9));
    const sorted = [...new Set(data)].toSorted((a, b) => a - b);
    expect(parts(rangeOf(data)), String(data)).toEqual([sorted[0], sorted[1] ?? sorted[0], sorted.at(-2) ?? sorted[0], sorted.at(-1)]);
  }
  expect(rangeOf(new Int32Array(0))).toBe(null);
});

test("rangeWithout leaves out an integer at either end, and sees when nothing else is there", () => {
  const range = rangeOf(Int32Array.of(3, -100, 7, 255, -100))!;
  expect([null, -100, 255, 3].map((ignored) => rangeWithout(range, ignored))).toEqual([[-100, 255], [3, 255], [-100, 7], [-100, 255]]);
  expect([rangeWithout(rangeOf(Int32Array.of(5, 5))!, 5), rangeWithout(rangeOf(Int32Array.of(5, 6))!, 5)]).toEqual([null, [6, 6]]);
});

test("integers from the host have a range, and so do their views and casts of all of them", () => {
  const labels = tensor(Uint8Array.of(4, 0, 9, 2));
  const range = [0, 2, 4, 9];
  expect([labels, labels.reshape([2, 2]), slice(labels, [0, 2]), labels.detach(), cast(labels, "int32")].map((each) => parts(each.shared.range))).toEqual(Array(5).fill(range));
  expect([full([3], 7, { dtype: "int32" }), arange(3, { dtype: "int32" })].map((each) => parts(each.shared.range))).toEqual([[7, 7, 7, 7], [0, 1, 1, 2]]);
});

test("what is computed, or cast from a part, has none", () => {
  const labels = tensor(Int32Array.of(4, 0, 9));
  const others = [labels.add(1), argmax(ones([3])), cast(slice(tensor(Uint8Array.of(1, 2)), [0, 1]), "int32"), cast(labels, "uint8"), tensor([1.5]), tensor([true])];
  expect(others.map((each) => each.shared.range)).toEqual(others.map(() => null));
});
