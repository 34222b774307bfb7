import { compose, fashionMnistClasses, grayscale, type ImageDataset, normalize, resize, toTensor } from "@convoke/data";
import { loadFashionMnist, loadMnist } from "@convoke/data/node";
import { RunError } from "../command/errors.js";
import type { Data, Normalization, Preprocessing, Split } from "./data.js";
import { splitImages } from "./split-images.js";

/** Of the only channel. */
interface Scale {
  readonly mean: number;
  readonly std: number;
}

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Mean and standard deviation of the training pixels; what the network sees has mean 0 and deviation 1. */
const ofMnist: Scale = { mean: 0.1307, std: 0.3081 };
const ofFashion: Scale = { mean: 0.286, std: 0.353 };

/** @throws {DataError} for a file that is missing or not the published one. */
export async function loadDigits(directory: string, split: Split): Promise<Data> {
  const scale = scaleOf(split.normalization) ?? ofMnist;
  const { train, test, files } = await loadMnist({ directory, ...scale });
  return { title: "MNIST, images of handwritten digits", noun: "digit", classes: digits, ...assembled(train, test, scale, files, split) };
}

/** @throws {DataError} for a file that is missing or not the published one. */
export async function loadFashion(split: Split): Promise<Data> {
  const scale = scaleOf(split.normalization) ?? ofFashion;
  const { train, test, files } = await loadFashionMnist(scale);
  return { title: "Fashion-MNIST, images of clothes", noun: "garment", classes: fashionMnistClasses, ...assembled(train, test, scale, files, split) };
}

/**
 * Images of your own in four files of MNIST's names and form, with labels 0 … 9.
 *
 * @throws {DataError} for a file that is missing or corrupt.
 */
export async function loadIdxFolder(directory: string, split: Split): Promise<Data> {
  const scale = scaleOf(split.normalization) ?? statistics((await loadMnist({ directory, verify: false })).train.images);
  const { train, test, files } = await loadMnist({ directory, verify: false, ...scale });
  return { title: directory, noun: "image", classes: digits, ...assembled(train, test, scale, files, split) };
}

type Files = Awaited<ReturnType<typeof loadMnist>>["files"];

function assembled(train: ImageDataset, test: ImageDataset, { mean, std }: Scale, files: Files, split: Split) {
  const { height, width } = train;
  const { recipe } = compose([grayscale(), resize([height, width]), toTensor(), normalize([mean], [std])]);
  const preprocessing: Preprocessing = { mean: [mean], std: [std], recipe };
  const hashes = Object.fromEntries(Object.entries(files).map(([part, { sha256 }]) => [part, sha256]));
  return { shape: [1, height, width] as const, ...splitImages(train, split), test, preprocessing, hashes };
}

function scaleOf(normalization: Normalization | undefined): Scale | undefined {
  if (normalization === undefined) return undefined;
  const [mean, std] = [normalization.mean[0], normalization.std[0]];
  if (normalization.mean.length === 1 && mean !== undefined && std !== undefined) return { mean, std };
  throw new RunError(`the weights are for images of ${normalization.mean.length} channels, but these are grey`);
}

/** Mean and deviation of pixels scaled to 0 … 1, to four decimals. */
function statistics(pixels: Uint8Array): Scale {
  let [sum, squares] = [0, 0];
  for (const pixel of pixels) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / pixels.length;
  const std = Math.sqrt(squares / pixels.length - mean * mean) || 255;          // images of one colour
  const rounded = (value: number): number => Math.round((10_000 * value) / 255) / 10_000;
  return { mean: rounded(mean), std: rounded(std) };
}
