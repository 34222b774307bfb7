import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { idxError, type IdxSource } from "../idx-source.js";
import { decodeIdx } from "../idx.js";
import type { NormalizeOptions } from "../image-dataset.js";
import { buildMnist, mnistParts, type Mnist, type MnistPart, type ReadPart } from "../mnist.js";
import { inflateIdx } from "../read-idx.js";
import { mnistVariants, namesOf, type MnistVariant } from "./mnist-variants.js";
import { readBytes } from "./read-bytes.js";

export interface MnistFile {
  readonly path: string;
  /** Of the uncompressed content, in hexadecimal. */
  readonly sha256: string;
}
export interface LoadedMnist extends Mnist {
  readonly files: Readonly<Record<MnistPart, MnistFile>>;
}

export interface MnistFolder extends NormalizeOptions {
  readonly directory: string;
  readonly verify?: boolean;
}

/** Both sets from the four files of a folder; `caller` is whose errors they are. */
export async function readMnistFiles(caller: string, variant: MnistVariant, options: MnistFolder): Promise<LoadedMnist> {
  const { directory, verify = true } = options;
  const { title, remedy: hint, sha256: published } = mnistVariants[variant];
  const folder = { caller, name: directory, hint };
  const present = await namesIn(folder);
  const parts = {} as Record<MnistPart, ReadPart>;
  const files = {} as Record<MnistPart, MnistFile>;
  for (const part of mnistParts) {
    const path = join(directory, findName(part, present, folder));
    const source = { caller, name: path, hint };
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

async function namesIn(folder: IdxSource): Promise<ReadonlySet<string>> {
  const names = await readdir(folder.name).catch((cause: NodeJS.ErrnoException) => {
    throw idxError(folder, `cannot be read, expected a folder, got ${cause.code ?? cause.message}`, cause);
  });
  return new Set(names);
}

function findName(part: MnistPart, present: ReadonlySet<string>, folder: IdxSource): string {
  const names = namesOf(part);
  const found = names.find((name) => present.has(name));
  if (found !== undefined) return found;
  throw idxError({ ...folder, name: join(folder.name, names[0]!) }, `is missing, expected one of ${names.join(", ")}, got none`);
}
