import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { centerCrop, compose, grayscale, type HostTensor, normalize, randomSplit, type RasterImage, resize, rgb, toTensor, type Transform } from "@convoke/data";
import { type ImageFolder, loadImageFolder } from "@convoke/data/node";
import { RunError } from "../command/errors.js";
import type { Data, Images, Normalization, Split } from "./data.js";
import { splitImages } from "./split-images.js";

const testNames = ["test", "val", "valid", "validation"];

/**
 * Images in folders, one for each class: `directory/cat/1.png`, all of them, of which a fifth is set aside for the test; or `directory/train/cat/1.png` and
 * `directory/test/cat/9.png`.
 *
 * @throws {DataError} for a folder without classes, or a class without images.
 */
export async function loadFolder(directory: string, shape: Data["shape"], split: Split): Promise<Data> {
  const normalization = split.normalization ?? aroundZero(shape[0]);
  const transform = prepare(shape, normalization);
  const names = new Set((await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const testName = testNames.find((name) => names.has(name));
  const load = (...path: readonly string[]): Promise<ImageFolder> => loadImageFolder({ directory: join(directory, ...path), channels: shape[0] === 1 ? 1 : 3, transform });
  const common = { title: directory, noun: "image", shape, preprocessing: { ...normalization, recipe: transform.recipe }, hashes: {} };
  if (names.has("train") && testName !== undefined) {
    const [train, test] = await Promise.all([load("train"), load(testName)]);
    if (train.classes.join("/") !== test.classes.join("/")) {
      throw new RunError(`${directory}: train has the classes ${train.classes.join(", ")}, but ${testName} has ${test.classes.join(", ")}`);
    }
    return { ...common, classes: train.classes, ...splitImages(train, split), test };
  }
  const all = await load();
  const [rest, test] = randomSplit(all as Images, [0.8, 0.2], { seed: split.seed });
  return { ...common, classes: all.classes, ...splitImages(rest, split), test };
}

/** From a decoded image of any size to [C, height, width]. */
function prepare([channels, height, width]: Data["shape"], { mean, std }: Normalization): Transform<RasterImage, HostTensor<Float32Array>> {
  const colours = channels === 1 ? grayscale() : rgb();
  const size = height === width ? height : ([height, width] as const);          // a square: the middle of the image, its sides as they are
  return compose([colours, resize(size), centerCrop([height, width]), toTensor(), normalize([...mean], [...std])]);
}

/** From 0 … 1 to −1 … 1. */
function aroundZero(channels: number): Normalization {
  const halves = new Array<number>(channels).fill(0.5);
  return { mean: halves, std: halves };
}
