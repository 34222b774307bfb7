import { ArgumentError, Generator } from "@convoke/core";
import { expect, test } from "vitest";
import { DataLoader, type DataLoaderOptions } from "./data-loader.js";
import type { Dataset } from "./dataset.js";

// No backend is chosen in this file: a loader needs none until something makes tensors.

const numbers = (length: number): Dataset<number> => ({ length, get: (i) => i });
const loaderOf = (length: number, options: DataLoaderOptions) => new DataLoader(numbers(length), { ...options, collate: (samples) => [...samples] });
const range = (length: number): number[] => [...Array(length).keys()];
const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

test("without shuffle the batches are in order, and the last one is what is left", () => {
  const loader = loaderOf(7, { batchSize: 3 });
  expect([...loader]).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  expect(loader.length).toBe(3);
});

test("dropLast leaves out a partial batch only", () => {
  expect([...loaderOf(7, { batchSize: 3, dropLast: true })]).toEqual([[0, 1, 2], [3, 4, 5]]);
  expect([...loaderOf(6, { batchSize: 3, dropLast: true })]).toEqual([[0, 1, 2], [3, 4, 5]]);
  expect([...loaderOf(2, { batchSize: 3, dropLast: true })]).toEqual([]);
});

test("length counts the batches", () => {
  for (const size of [0, 1, 5, 6, 7]) {
    for (const dropLast of [false, true]) {
      for (const shuffle of [false, true]) {
        const loader = loaderOf(size, { batchSize: 3, dropLast, shuffle });
        expect([...loader]).toHaveLength(loader.length);
      }
    }
  }
});

test("batchSize is 1 unless given", () => {
  expect([...loaderOf(2, {})]).toEqual([[0], [1]]);
});

test("every epoch covers every index once, in a new order", () => {
  const loader = loaderOf(101, { batchSize: 8, shuffle: true, seed: 9 });
  const epochs = [0, 1, 2].map(() => [...loader].flat());
  for (const epoch of epochs) expect(sorted(epoch)).toEqual(range(101));
  expect(new Set([range(101), ...epochs].map(String)).size).toBe(4);
});

test("the order depends on seed and epoch only", () => {
  const run = (batchSize: number, seed: number) => {
    const loader = loaderOf(40, { batchSize, shuffle: true, seed });
    return [0, 1, 2].map(() => [...loader].flat());
  };
  expect(run(8, 1)).toEqual(run(8, 1));
  expect(run(8, 1)).toEqual(run(7, 1));
  expect(run(8, 1)).not.toEqual(run(8, 2));
  const stream = new Generator(1);
  expect(run(8, 1)).toEqual([0, 1, 2].map(() => [...stream.permutation(40)]));
});

test("an epoch that was broken off counts, and two at a time do not disturb each other", () => {
  const whole = loaderOf(20, { shuffle: true, seed: 4, batchSize: 5 });
  const [first, second, third] = [[...whole], [...whole], [...whole]];
  const loader = loaderOf(20, { shuffle: true, seed: 4, batchSize: 5 });
  for (const batch of loader) {
    expect(batch).toEqual(first[0]);
    break;
  }
  const a = loader[Symbol.iterator]();
  const b = loader[Symbol.iterator]();
  for (let i = 0; i < 4; i++) {
    expect(b.next().value).toEqual(third[i]);
    expect(a.next().value).toEqual(second[i]);
  }
});

test("a generator is drawn from, and only for a shuffle", () => {
  const generator = new Generator(6);
  const loader = loaderOf(10, { shuffle: true, generator, batchSize: 10 });
  expect([...loader]).toEqual([[...new Generator(6).permutation(10)]]);
  expect([...loaderOf(10, { generator, batchSize: 10 })]).toEqual([range(10)]);
  expect(generator.advance(0)).toBe(10);
});

test("the data set's own batch is used, unless collate is given", () => {
  const dataset: Dataset<number, string> = { length: 4, get: (i) => i, batch: (indices) => `own ${Array.from(indices).join()}` };
  expect([...new DataLoader(dataset, { batchSize: 3 })]).toEqual(["own 0,1,2", "own 3"]);
  expect([...new DataLoader(dataset, { batchSize: 3, collate: (samples) => `mine ${samples.join()}` })]).toEqual(["mine 0,1,2", "mine 3"]);
});

test("options are checked", () => {
  for (const batchSize of [0, -1, 1.5, Number.NaN]) {
    expect(() => loaderOf(1, { batchSize })).toThrow(new ArgumentError(`DataLoader: batchSize is ${batchSize}, expected an integer of at least 1`));
  }
  expect(() => loaderOf(1, { suffle: true } as object)).toThrow('DataLoader: unknown option "suffle", expected one of batchSize, shuffle, seed, generator, dropLast, collate');
  expect(() => loaderOf(1, { seed: 1, generator: new Generator(1) })).toThrow("DataLoader: got both seed and generator, expected one of them");
  expect(() => loaderOf(1, { seed: -1 })).toThrow(ArgumentError);
});
