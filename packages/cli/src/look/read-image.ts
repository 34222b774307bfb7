import { readFile, stat } from "node:fs/promises";
import { type Tensor, unsqueeze, tensor } from "@convoke/core";
import { centerCrop, compose, DataLoader, decodeImage, grayscale, type HostTensor, normalize, type RasterImage, type Recipe, resize, rgb, subset, toTensor, type Transform, transformFrom } from "@convoke/data";
import { RunError } from "../command/errors.js";
import type { Normalization } from "../data/data.js";
import { loadData } from "../data/load-data.js";
import type { InputShape } from "../models/catalog.js";
import type { Trained } from "../models/load-trained.js";

/** An image as the network sees it. */
export interface SeenImage {
  readonly title: string;
  /** [1, C, H, W] */
  readonly images: Tensor;
  readonly normalization: Normalization;
}

/**
 * A picture from a file, or by its number a test image of the data, prepared as the network was trained.
 *
 * @throws {RunError} for a file that is missing; DataError for one that is no picture.
 */
export async function readImage(name: string, trained: Trained, data: string, invert: boolean): Promise<SeenImage> {
  const isFile = (await stat(name).catch(() => null))?.isFile() === true;
  if (!isFile && /^\d+$/.test(name)) return testImage(Number(name), trained, data);
  const bytes = await readFile(name).catch((cause: NodeJS.ErrnoException) => {
    throw new RunError(`${name}: cannot be read (${cause.code ?? cause.message})\nhint: IMAGE is a PNG, JPEG or PNM file, or the number of a test image of --data`, { cause });
  });
  const image = decodeImage(bytes, { name });
  const input = trained.input ?? [3, 64, 64];
  const normalization = trained.normalization ?? { mean: new Array<number>(input[0]).fill(0), std: new Array<number>(input[0]).fill(1) };
  const { data: values, shape } = preparation(trained.metadata, input, normalization)(invert ? inverted(image) : image);
  return { title: `${name}, ${image.width} × ${image.height}`, images: unsqueeze(tensor(values, { shape }), 0), normalization };
}

async function testImage(index: number, { input, normalization }: Trained, name: string): Promise<SeenImage> {
  const { test, noun, classes, preprocessing } = await loadData(name, input ?? [3, 64, 64], { limit: 0, valSize: 0, seed: 1, ...(normalization && { normalization }) });
  if (index >= test.length) throw new RunError(`there is no test image ${index}, they are 0 to ${test.length - 1}`);
  const [batch] = new DataLoader(subset(test, [index]), { batchSize: 1 });
  return { title: `test ${noun} ${index}, a ${classes[await batch!.labels.item()]}`, images: batch!.images, normalization: { mean: preprocessing.mean, std: preprocessing.std } };
}

/** What the file of the weights says, or else the size that the network was made for. */
function preparation({ preprocessing }: Trained["metadata"], [channels, height, width]: InputShape, { mean, std }: Normalization): Transform<RasterImage, HostTensor<Float32Array>> {
  if (preprocessing !== undefined) return transformFrom(JSON.parse(preprocessing) as Recipe);
  return compose([channels === 1 ? grayscale() : rgb(), resize(height === width ? height : [height, width]), centerCrop([height, width]), toTensor(), normalize([...mean], [...std])]);
}

/** Dark becomes light; an alpha channel stays. */
function inverted(image: RasterImage): RasterImage {
  const { channels, data } = image;
  const full = data instanceof Uint16Array ? 65_535 : 255;
  const hasAlpha = channels % 2 === 0;
  return { ...image, data: data.map((value: number, i: number) => (hasAlpha && i % channels === channels - 1 ? value : full - value)) as RasterImage["data"] };
}
