import { ArgumentError, checkOptions, Generator } from "@convoke/core";
import { collate } from "./collate.js";
import type { Collated, Dataset } from "./dataset.js";
import { generatorOf, type RandomSource } from "./random-source.js";
import { childSeed } from "./sample-seed.js";
import type { SampleWorker } from "./sample-worker.js";

export interface DataLoaderOptions extends RandomSource {
  /** Samples a batch; default 1. */
  readonly batchSize?: number;
  /** A new order each epoch; default false. */
  readonly shuffle?: boolean;
  /** Leaves out a last batch that is not full; default false. */
  readonly dropLast?: boolean;
  /** Threads that load samples ahead, for a data set that can be opened there; then iterate with `for await`. Default 0: this thread. */
  readonly workers?: number;
}
type Join<T, Batch> = (samples: readonly T[]) => Batch;

/** Batches that each worker may be asked for ahead of time. */
const ahead = 2;

/** What one epoch loads: sample `order[i]` at place i, whose random numbers grow from `seed`. */
interface Epoch {
  readonly order: Int32Array;
  readonly seed: number;
}

/**
 * Goes through a data set in batches, one epoch each time it is iterated. PyTorch: `DataLoader`.
 *
 * A batch is what `options.collate` makes of its samples, else the data set's own `batch` or `collate`, else `collate`.
 * The order of epoch e (counted by the iterations begun) and the random numbers of its samples depend on `seed`, e and the length of the data set only:
 * 0, 1 and 2 workers give equal batches. Without workers batches are made when they are asked for; they belong to the caller.
 *
 * @throws {ArgumentError} for an unknown option, a batch size below 1, or workers for a data set that has no `startWorker`.
 * @example
 * const loader = new DataLoader(train, { batchSize: 64, shuffle: true, seed: 42 });
 * for (const { images, labels } of loader) {
 *   tidy(() => step(images, labels));
 *   images.dispose();
 *   labels.dispose();
 * }
 */
export class DataLoader<T, Batch = Collated<T>> implements Iterable<Batch>, AsyncIterable<Batch> {
  readonly dataset: Dataset<T, unknown>;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly workers: number;
  readonly #shuffle: boolean;
  readonly #generator: Generator;
  readonly #join: Join<T, Batch>;
  /** The data set's own batch, where nothing else is asked for. */
  readonly #whole: ((indices: Int32Array) => Batch) | undefined;
  #epochs = 0;
  #threads: SampleWorker[] = [];

  constructor(dataset: Dataset<T, Batch>, options?: DataLoaderOptions & { readonly collate?: undefined });
  constructor(dataset: Dataset<T, unknown>, options: DataLoaderOptions & { readonly collate: Join<T, Batch> });
  constructor(dataset: Dataset<T, unknown>, options: DataLoaderOptions & { readonly collate?: Join<T, Batch> | undefined } = {}) {
    checkOptions("DataLoader", options, ["batchSize", "shuffle", "seed", "generator", "dropLast", "workers", "collate"]);
    const { batchSize = 1, shuffle = false, dropLast = false, workers = 0 } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ArgumentError(`DataLoader: batchSize is ${String(batchSize)}, expected an integer of at least 1`);
    }
    if (!Number.isInteger(workers) || workers < 0 || workers > 64) throw new ArgumentError(`DataLoader: workers is ${String(workers)}, expected an integer from 0 to 64`);
    if (workers > 0 && !dataset.startWorker) {
      const hint = "ImageFolder has one; moduleWorker of @convoke/data/node makes one of a module of yours";
      throw new ArgumentError(`DataLoader: workers is ${workers}, but this data set has no startWorker, expected 0`, { hint });
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.workers = workers;
    this.#shuffle = shuffle;
    this.#generator = generatorOf("DataLoader", options);
    const own = dataset as Dataset<T, Batch>;
    this.#join = options.collate ?? own.collate?.bind(own) ?? (collate as Join<T, Batch>);
    this.#whole = options.collate ? undefined : own.batch?.bind(own);
  }

  /** Batches an epoch. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** Begins an epoch in this thread; its order is drawn now. */
  [Symbol.iterator](): IterableIterator<Batch> {
    if (this.workers > 0) {
      throw new ArgumentError(`DataLoader: batches of ${this.workers} workers cannot be waited for in a loop of this kind, expected for await (const batch of loader)`);
    }
    return this.#batches(this.#begin());
  }

  /** Begins an epoch, whose order is drawn now; also without workers, so that one loop serves both. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Batch> {
    return this.#asyncBatches(this.#begin());
  }

  /** Ends the workers' threads, which are otherwise kept for the next epoch; idle ones do not keep a program alive. */
  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map((thread) => thread.close()));
  }

  #begin(): Epoch {
    const size = this.dataset.length;
    const place = this.#generator.advance(0);
    const order = this.#shuffle ? this.#generator.permutation(size) : Int32Array.from({ length: size }, (_, i) => i);
    // The place in the stream differs between loaders that share a generator, the count between epochs that draw nothing from it.
    return { order, seed: childSeed(childSeed(this.#generator.seed, place), this.#epochs++) };
  }

  *#batches({ order, seed }: Epoch): IterableIterator<Batch> {
    for (let i = 0; i < this.length; i++) {
      const start = i * this.batchSize;
      const indices = order.subarray(start, start + this.batchSize);
      if (this.#whole) yield this.#whole(indices);
      else yield this.#join(Array.from(indices, (index, j) => this.dataset.get(index, new Generator(childSeed(seed, start + j)))));
    }
  }

  async *#asyncBatches(epoch: Epoch): AsyncIterableIterator<Batch> {
    if (this.workers === 0) return yield* this.#batches(epoch);
    const waiting: Promise<readonly T[]>[] = [];
    for (let i = 0, asked = 0; i < this.length; i++) {
      for (; asked < Math.min(this.length, i + ahead * this.workers); asked++) waiting.push(this.#ask(epoch, asked));
      yield this.#join(await waiting.shift()!);
    }
  }

  /** The samples of one batch from the worker whose turn it is. */
  #ask({ order, seed }: Epoch, batch: number): Promise<readonly T[]> {
    const start = batch * this.batchSize;
    const indices = order.subarray(start, start + this.batchSize);
    const thread = (this.#threads[batch % this.workers] ??= this.dataset.startWorker!());
    const samples = thread.load(indices, Array.from(indices, (_, j) => childSeed(seed, start + j)));
    samples.catch(() => {});   // its turn comes later, if the loop is not left before
    return samples as Promise<readonly T[]>;
  }
}
