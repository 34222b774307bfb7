import { checkOptions } from "@convoke/core";
import { idxError, refetch, type IdxSource } from "./idx-source.js";
import { decodeIdx, type IdxArray } from "./idx.js";
import { ImageDataset, type NormalizeOptions } from "./image-dataset.js";
import { inflateIdx } from "./read-idx.js";

/** The four files of MNIST, and of the data sets made in its likeness. */
export const mnistParts = ["trainImages", "trainLabels", "testImages", "testLabels"] as const;
export type MnistPart = (typeof mnistParts)[number];

export interface Mnist {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}

/** A decoded file and where it came from. */
export interface ReadPart {
  readonly source: IdxSource;
  readonly idx: IdxArray;
}

/**
 * Training and test set from the bytes of four IDX files, plain or gzip; for browsers, which fetch them.
 *
 * Checks that images are [N, height, width] bytes of one size in both sets, with N labels from 0 to 9; not that they are MNIST's (`loadMnist` does).
 *
 * @throws {DataError} that names the part which is wrong.
 * @example
 * const { train, test } = await mnistFrom({ trainImages, trainLabels, testImages, testLabels }, { mean: 0.1307, std: 0.3081 });
 */
export async function mnistFrom(files: Readonly<Record<MnistPart, Uint8Array>>, options: NormalizeOptions = {}): Promise<Mnist> {
  checkOptions("mnistFrom", files, mnistParts);
  checkOptions("mnistFrom", options, ["mean", "std"]);
  const parts: Partial<Record<MnistPart, ReadPart>> = {};
  for (const part of mnistParts) {
    const source = { caller: "mnistFrom", name: part, hint: refetch };
    parts[part] = { source, idx: decodeIdx(await inflateIdx(files[part], source), source) };
  }
  return buildMnist(parts as Record<MnistPart, ReadPart>, options);
}

export function buildMnist(parts: Readonly<Record<MnistPart, ReadPart>>, options: NormalizeOptions): Mnist {
  const train = labelledImages(parts.trainImages, parts.trainLabels, options);
  const test = labelledImages(parts.testImages, parts.testLabels, options);
  if (train.height !== test.height || train.width !== test.width) {
    const { source } = parts.testImages;
    throw idxError(source, `has another image size, expected ${train.height} × ${train.width} as for training, got ${test.height} × ${test.width}`);
  }
  return { train, test };
}

function labelledImages(images: ReadPart, labels: ReadPart, { mean, std }: NormalizeOptions): ImageDataset {
  const pixels = bytesOf(images, "[N, height, width]", 3);
  const classes = bytesOf(labels, "[N]", 1);
  const [count, height, width] = images.idx.shape as [number, number, number];
  if (height === 0 || width === 0) throw idxError(images.source, `holds empty images, expected pixels, got ${height} × ${width}`);
  if (classes.length !== count) throw idxError(labels.source, `does not fit the images, expected ${count} labels, got ${classes.length}`);
  const at = classes.findIndex((label) => label > 9);
  if (at >= 0) throw idxError(labels.source, `holds a label that is no class, expected 0 … 9, got ${classes[at]} at ${at}`);
  return new ImageDataset(pixels, classes, { height, width, ...(mean !== undefined && { mean }), ...(std !== undefined && { std }) });
}

function bytesOf({ source, idx: { shape, data } }: ReadPart, expected: string, rank: number): Uint8Array {
  if (data instanceof Uint8Array && shape.length === rank) return data;
  throw idxError(source, `has the wrong form, expected ${expected} of Uint8Array, got [${shape.join(", ")}] of ${data.constructor.name}`);
}
