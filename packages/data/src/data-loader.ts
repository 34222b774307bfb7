import { ArgumentError, checkOptions, type Generator } from "@convoke/core";
import { collate } from "./collate.js";
import type { Collated, Dataset } from "./dataset.js";
import { generatorOf, type RandomSource } from "./random-source.js";

export interface DataLoaderOptions extends RandomSource {
  /** Samples a batch; default 1. */
  readonly batchSize?: number;
  /** A new order each epoch; default false. */
  readonly shuffle?: boolean;
  /** Leaves out a last batch that is not full; default false. */
  readonly dropLast?: boolean;
}
type Join<T, Batch> = (samples: readonly T[]) => Batch;

/**
 * Goes through a data set in batches, one epoch each time it is iterated. PyTorch: `DataLoader`.
 *
 * A batch is what `options.collate` makes of its samples, else the data set's own `batch`, else `collate`.
 * The order of epoch e (counted by the iterations begun) depends on `seed`, e and the length of the data set only. Batches are made when they are asked
 * for and belong to the caller.
 *
 * @throws {ArgumentError} for an unknown option, or a batch size below 1.
 * @example
 * const loader = new DataLoader(train, { batchSize: 64, shuffle: true, seed: 42 });
 * for (const { images, labels } of loader) {
 *   tidy(() => step(images, labels));
 *   images.dispose();
 *   labels.dispose();
 * }
 */
export class DataLoader<T, Batch = Collated<T>> implements Iterable<Batch> {
  readonly dataset: Dataset<T, unknown>;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly #generator: Generator | null;
  readonly #load: (indices: Int32Array) => Batch;

  constructor(dataset: Dataset<T, Batch>, options?: DataLoaderOptions & { readonly collate?: undefined });
  constructor(dataset: Dataset<T, unknown>, options: DataLoaderOptions & { readonly collate: Join<T, Batch> });
  constructor(dataset: Dataset<T, unknown>, options: DataLoaderOptions & { readonly collate?: Join<T, Batch> | undefined } = {}) {
    checkOptions("DataLoader", options, ["batchSize", "shuffle", "seed", "generator", "dropLast", "collate"]);
    const { batchSize = 1, shuffle = false, dropLast = false } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ArgumentError(`DataLoader: batchSize is ${String(batchSize)}, expected an integer of at least 1`);
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    const generator = generatorOf("DataLoader", options);
    this.#generator = shuffle ? generator : null;
    const join = options.collate ?? (collate as Join<T, Batch>);
    const whole = options.collate ? undefined : (dataset as Dataset<T, Batch>).batch?.bind(dataset);
    this.#load = whole ?? ((indices) => join(Array.from(indices, (index) => dataset.get(index))));
  }

  /** Batches an epoch. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** Begins an epoch; its order is drawn now. */
  [Symbol.iterator](): IterableIterator<Batch> {
    const size = this.dataset.length;
    return this.#batches(this.#generator?.permutation(size) ?? Int32Array.from({ length: size }, (_, i) => i));
  }

  *#batches(order: Int32Array): IterableIterator<Batch> {
    for (let i = 0; i < this.length; i++) yield this.#load(order.subarray(i * this.batchSize, (i + 1) * this.batchSize));
  }
}
