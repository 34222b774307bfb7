/**
 * A data set that is open in another thread or process, as a DataLoader sees it. In Node `moduleWorker` of `@convoke/data/node` makes one.
 *
 * @example
 * const dataset: Dataset<number> = { length, get, startWorker: () => moduleWorker({ module: new URL("./squares.js", import.meta.url), name: "openSquares", data: 100 }) };
 */
export interface SampleWorker {
  /** The samples at `indices`: `dataset.get(indices[i], new Generator(seeds[i]))`. Rejects with what that throws. */
  load(indices: ArrayLike<number>, seeds: ArrayLike<number>): Promise<unknown[]>;
  /** Ends the thread; loads that wait are rejected. */
  close(): Promise<void>;
}
