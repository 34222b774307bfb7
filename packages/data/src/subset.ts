import { checkIndex } from "./check-index.js";
import type { Collated, Dataset } from "./dataset.js";

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
    get: (index) => dataset.get(original(index)),
    ...(dataset.batch && { batch: (wanted: ArrayLike<number>) => dataset.batch!(Array.from(wanted, original)) }),
  };
}
