import { checkOptions } from "@convoke/core";
import type { NormalizeOptions } from "../image-dataset.js";
import { type LoadedMnist, readMnistFiles } from "./read-mnist-files.js";

export interface LoadFashionMnistOptions extends NormalizeOptions {
  /** The folder that holds the four files; default where the Debian package puts them, `/usr/share/datasets/fashion-mnist`. */
  readonly directory?: string;
  /** Whether the files must have the published checksums; default true. */
  readonly verify?: boolean;
}

const debianFolder = "/usr/share/datasets/fashion-mnist";

/**
 * Training and test set of Fashion-MNIST (60,000 and 10,000 pictures of clothes, 28 × 28) from the Debian package `dataset-fashion-mnist`, checked against the
 * published content by SHA-256. `fashionMnistClasses` names the labels. PyTorch: `torchvision.datasets.FashionMNIST`.
 *
 * The pixels of the training set have mean 0.2860 and deviation 0.3530.
 *
 * @throws {DataError} that names the file and what to do, when one is missing, truncated, corrupt or another.
 * @example
 * const { train, test } = await loadFashionMnist({ mean: 0.286, std: 0.353 });
 */
export async function loadFashionMnist(options: LoadFashionMnistOptions = {}): Promise<LoadedMnist> {
  checkOptions("loadFashionMnist", options, ["directory", "verify", "mean", "std"]);
  const { directory = debianFolder } = options;
  return readMnistFiles("loadFashionMnist", "fashion-mnist", { ...options, directory });
}
