import { checkIndex } from "./check-index.js";
import type { Collated, Dataset } from "./dataset.js";
import type { SampleWorker } from "./sample-worker.js";

/**
 * The samples at `indices` as a data set of their own; nothing is copied. PyTorch: `Subset`.
 *
 * @throws {ArgumentError} for an index that the data set does not have.
 * @example
 * const first100 = subset(train, [...Array(100).keys()]);
 */
export function subset<T, Batch = Collated<T>>(dataset: Dataset<T, Batch>, indices: ArrayLike<number>): Dataset<T, Batch> {
  const chosen = Array.from(indices, (index) => checkIndex("subset", index, dataset.length));
  const original = (index: number): number => chosen[checkIndex("subset", index, chosen.length)]!;
  return {
    length: chosen.length,
    get: (index, generator) => dataset.get(original(index), generator),
    ...(dataset.batch && { batch: (wanted: ArrayLike<number>) => dataset.batch!(Array.from(wanted, original)) }),
    ...(dataset.collate && { collate: (samples: readonly T[]) => dataset.collate!(samples) }),
    ...(dataset.startWorker && { startWorker: () => subsetWorker(dataset.startWorker!(), original) }),
  };
}

const subsetWorker = (worker: SampleWorker, original: (index: number) => number): SampleWorker => ({
  load: (indices, seeds) => worker.load(Array.from(indices, original), seeds),
  close: () => worker.close(),
});
