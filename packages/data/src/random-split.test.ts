import { ArgumentError, Generator } from "@convoke/core";
import { expect, test } from "vitest";
import type { Dataset } from "./dataset.js";
import { randomSplit } from "./random-split.js";

const numbers = (length: number): Dataset<number> => ({ length, get: (i) => i });
const members = (part: Dataset<number>): number[] => Array.from({ length: part.length }, (_, i) => part.get(i));
const sizes = (length: number, lengths: readonly number[]): number[] => randomSplit(numbers(length), lengths).map((part) => part.length);

test("parts are disjoint, cover everything and are mixed", () => {
  const [train, validation] = randomSplit(numbers(1000), [900, 100], { seed: 3 });
  expect([train.length, validation.length]).toEqual([900, 100]);
  const all = [...members(train), ...members(validation)];
  expect(all.toSorted((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  expect(all).not.toEqual([...Array(1000).keys()]);
});

test("the same seed gives the same parts, another seed others", () => {
  const split = (seed: number) => randomSplit(numbers(50), [0.5, 0.5], { seed }).map(members);
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
});

test("a generator goes on where it was", () => {
  const generator = new Generator(5);
  const [first] = randomSplit(numbers(50), [1], { generator });
  const [second] = randomSplit(numbers(50), [1], { generator });
  expect(members(first)).toEqual([...new Generator(5).permutation(50)]);
  expect(members(second)).not.toEqual(members(first));
});

test("fractions round down and the rest goes to the first parts, as in PyTorch", () => {
  expect(sizes(10, [0.3, 0.3, 0.4])).toEqual([3, 3, 4]);
  expect(sizes(11, [0.5, 0.25, 0.25])).toEqual([6, 3, 2]);   // ⌊5.5⌋, ⌊2.75⌋, ⌊2.75⌋ and two left over
  expect(sizes(60000, [0.9, 0.1])).toEqual([54000, 6000]);
  expect(sizes(10, [0.7, 0.2, 0.1])).toEqual([7, 2, 1]);
  expect(sizes(10, [1, 0])).toEqual([10, 0]);
  expect(sizes(0, [0])).toEqual([0]);
});

test("lengths that do not add up are refused", () => {
  for (const lengths of [[], [5, 4], [11, -1], [0.5, 0.4], [1.5, 8.5], [Number.NaN], [Infinity]]) {
    expect(() => randomSplit(numbers(10), lengths)).toThrow(
      new ArgumentError(`randomSplit: lengths are [${lengths.join(", ")}], expected counts that add up to 10, or fractions that add up to 1`),
    );
  }
});

test("options are checked", () => {
  expect(() => randomSplit(numbers(2), [1, 1], { sed: 1 } as object)).toThrow('randomSplit: unknown option "sed", expected one of seed, generator');
  expect(() => randomSplit(numbers(2), [1, 1], { seed: 1, generator: new Generator(1) })).toThrow("randomSplit: got both seed and generator");
});
