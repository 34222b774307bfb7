import { ArgumentError, Generator } from "@convoke/core";
import { describe, expect, test } from "vitest";
import { DataLoader, type DataLoaderOptions } from "./data-loader.js";
import type { Dataset } from "./dataset.js";
import type { SampleWorker } from "./sample-worker.js";
import { subset } from "./subset.js";

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
  expect(() => loaderOf(1, { suffle: true } as object)).toThrow('DataLoader: unknown option "suffle", expected one of batchSize, shuffle, seed, generator, dropLast, workers, collate');
  expect(() => loaderOf(1, { seed: 1, generator: new Generator(1) })).toThrow("DataLoader: got both seed and generator, expected one of them");
  expect(() => loaderOf(1, { seed: -1 })).toThrow(ArgumentError);
});

/** Random numbers as samples, loaded in this thread as a worker would. */
class Noise implements Dataset<number[]> {
  readonly length = 11;
  started = 0;
  closed = 0;
  get(index: number, generator = new Generator(0)): number[] {
    return [index, generator.words(1)[0]!];
  }
  startWorker(): SampleWorker {
    this.started++;
    const load = async (indices: ArrayLike<number>, seeds: ArrayLike<number>): Promise<number[][]> => {
      await new Promise((resolve) => setTimeout(resolve, indices[0]! % 3));   // out of order
      return Array.from(indices, (index, i) => this.get(index, new Generator(seeds[i]!)));
    };
    return { load, close: async () => void this.closed++ };
  }
}
const noise = (workers: number, options: DataLoaderOptions = {}) =>
  new DataLoader(new Noise(), { batchSize: 3, shuffle: true, seed: 3, workers, ...options, collate: (samples) => [...samples] });
async function epoch<T>(loader: AsyncIterable<T>): Promise<T[]> {
  const batches: T[] = [];
  for await (const batch of loader) batches.push(batch);
  return batches;
}

describe("workers", () => {
  test("any number of them gives the batches of none, epoch for epoch", async () => {
    const plain = noise(0);
    const epochs = [[...plain], [...plain], [...plain]];
    expect(new Set(epochs.flat(2).map(([, random]) => random)).size).toBe(33);   // new random numbers each epoch
    for (const workers of [0, 1, 2, 5]) {
      const loader = noise(workers);
      for (const expected of epochs) expect(await epoch(loader), `${workers} workers`).toEqual(expected);
      await loader.close();
    }
  });

  test("random numbers depend on the seed, also without shuffle, and not on the batch size", () => {
    const run = (seed: number, batchSize: number) => [...noise(0, { seed, batchSize, shuffle: false })].flat();
    expect(run(1, 3)).toEqual(run(1, 4));
    expect(run(1, 3)).not.toEqual(run(2, 3));
    const loader = noise(0, { shuffle: false });
    expect([...loader]).not.toEqual([...loader]);
  });

  test("loaders that share a generator do not share random numbers", () => {
    const generator = new Generator(1);
    const [a, b] = [noise(0, { seed: undefined, generator } as object), noise(0, { seed: undefined, generator } as object)];
    const randoms = [...a, ...b].flat().map(([, random]) => random);
    expect(new Set(randoms).size).toBe(22);
  });

  test("threads start with the first epoch, serve all and end with close", async () => {
    const loader = noise(2);
    const dataset = loader.dataset as Noise;
    expect(dataset.started).toBe(0);
    await epoch(loader);
    await epoch(loader);
    expect([dataset.started, dataset.closed]).toEqual([2, 0]);
    await loader.close();
    expect(dataset.closed).toBe(2);
    await epoch(loader);
    expect(dataset.started).toBe(4);
    await loader.close();
  });

  test("an epoch that was broken off leaves the next one whole", async () => {
    const whole = noise(2);
    await epoch(whole);
    const second = await epoch(whole);
    const loader = noise(2);
    for await (const batch of loader) {
      expect(batch).toHaveLength(3);
      break;
    }
    expect(await epoch(loader)).toEqual(second);
  });

  test("a sample that fails stops the loop, when its batch comes", async () => {
    const dataset = new Noise();
    dataset.startWorker = () => ({
      load: async (indices) => {
        if (Array.from(indices).includes(7)) throw new ArgumentError("no 7");
        return Array.from(indices, (index) => [index]);
      },
      close: async () => {},
    });
    const seen: unknown[] = [];
    const loop = async () => {
      for await (const batch of new DataLoader(dataset, { batchSize: 3, workers: 2, collate: (samples) => samples.flat() })) seen.push(batch);
    };
    await expect(loop()).rejects.toThrow(new ArgumentError("no 7"));
    expect(seen).toEqual([[0, 1, 2], [3, 4, 5]]);
  });

  test("subsets have workers where their data set has", async () => {
    const part = subset(new Noise(), [8, 2, 5]);
    const load = (workers: number) => epoch(new DataLoader(part, { workers, seed: 1, collate: (samples) => samples[0]! }));
    expect((await load(1)).map(([index]) => index)).toEqual([8, 2, 5]);
    expect(await load(1)).toEqual(await load(0));
  });

  test("what cannot be is refused", () => {
    expect(() => loaderOf(3, { workers: 1 })).toThrow(
      new ArgumentError("DataLoader: workers is 1, but this data set has no startWorker, expected 0", { hint: "ImageFolder has one; moduleWorker of @convoke/data/node makes one of a module of yours" }),
    );
    expect(() => [...noise(2)]).toThrow(new ArgumentError("DataLoader: batches of 2 workers cannot be waited for in a loop of this kind, expected for await (const batch of loader)"));
    for (const workers of [-1, 0.5, 65, Number.NaN]) expect(() => noise(workers)).toThrow(new ArgumentError(`DataLoader: workers is ${workers}, expected an integer from 0 to 64`));
  });
});

test("a data set's own collate joins its samples, unless another is given", () => {
  const dataset: Dataset<number, string> = { length: 3, get: (i) => i, collate: (samples) => samples.join("+") };
  expect([...new DataLoader(dataset, { batchSize: 2 })]).toEqual(["0+1", "2"]);
  expect([...new DataLoader(subset(dataset, [2, 1]), { batchSize: 2 })]).toEqual(["2+1"]);
  expect([...new DataLoader(dataset, { batchSize: 2, collate: (samples) => samples.length })]).toEqual([2, 1]);
});
