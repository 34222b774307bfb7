import type { Generator, Tensor, TypedArray } from "@convoke/core";
import type { HostTensor } from "./host-tensor.js";
import type { SampleWorker } from "./sample-worker.js";

/** What the default collation makes of samples `T`: a tensor [B, …] for each number, typed array or (host) tensor; arrays and records keep their form. */
export type Collated<T> = T extends number | boolean | TypedArray | Tensor | HostTensor ? Tensor : { -readonly [K in keyof T]: Collated<T[K]> };

/**
 * Samples by index: all that `subset`, `randomSplit` and `DataLoader` ask for. PyTorch: `torch.utils.data.Dataset`.
 *
 * @example
 * const squares: Dataset<{ x: number; y: number }> = { length: 100, get: (x) => ({ x, y: x * x }) };
 */
export interface Dataset<T, Batch = Collated<T>> {
  readonly length: number;
  /** A data set that augments its samples draws from the generator, which the loader makes anew for each place of each epoch. */
  get(index: number, generator?: Generator): T;
  /** Several samples as one batch, where a data set can do that faster than sample by sample. PyTorch: `__getitems__`. */
  batch?(indices: ArrayLike<number>): Batch;
  /** What joins the samples of a batch, instead of `collate`. */
  collate?(samples: readonly T[]): Batch;
  /** Opens the same data set in a thread of its own, whose samples are plain data; without it the loader cannot use workers. */
  startWorker?(): SampleWorker;
}
