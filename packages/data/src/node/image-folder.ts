import { readFileSync } from "node:fs";
import { ArgumentError, ShapeError, tensor, type Generator } from "@convoke/core";
import { checkIndex } from "../check-index.js";
import type { Dataset } from "../dataset.js";
import { isHostTensor, type HostTensor } from "../host-tensor.js";
import { readImage } from "../image/decode-image.js";
import { imageError, type ImageSource } from "../image/image-source.js";
import type { RasterImage } from "../image/raster-image.js";
import type { ImageBatch } from "../image-dataset.js";
import type { SampleWorker } from "../sample-worker.js";
import { grayscale, rgb } from "../transforms/grayscale.js";
import { transformFrom } from "../transforms/transform-from.js";
import type { Recipe, Transform } from "../transforms/transform.js";
import { moduleWorker } from "./module-worker.js";

export interface ImageFile {
  readonly path: string;
  /** The index of its class. */
  readonly label: number;
}
export interface ImageFolderSample {
  /** [C, height, width] float32: what the transform made. */
  readonly image: HostTensor<Float32Array>;
  readonly label: number;
}
type Prepare = Transform<RasterImage, HostTensor<Float32Array>>;

/** Everything about an ImageFolder as plain data. */
export interface ImageFolderParts {
  readonly classes: readonly string[];
  readonly files: readonly ImageFile[];
  readonly channels: 1 | 3;
  readonly maxPixels: number;
}

/**
 * Labelled images in files, read and decoded when they are asked for; `loadImageFolder` finds them. torchvision: `ImageFolder`.
 *
 * **Shapes**: a sample's image is [C, height, width]; a batch is [B, C, height, width] float32 and [B] int32.
 *
 * @example
 * const flowers = await loadImageFolder({ directory: "flowers/train", transform: compose([resize(32), centerCrop(32), toTensor()]) });
 * for await (const { images, labels } of new DataLoader(flowers, { batchSize: 64, shuffle: true, workers: 2 })) train(images, labels);
 */
export class ImageFolder implements Dataset<ImageFolderSample, ImageBatch> {
  /** The names of the classes, in order; labels are their indices. */
  readonly classes: readonly string[];
  readonly files: readonly ImageFile[];
  readonly channels: 1 | 3;
  readonly transform: Prepare;
  readonly #maxPixels: number;
  readonly #convert: Transform<RasterImage, RasterImage>;

  constructor({ classes, files, channels, maxPixels }: ImageFolderParts, transform: Prepare) {
    this.classes = classes;
    this.files = files;
    this.channels = channels;
    this.transform = transform;
    this.#maxPixels = maxPixels;
    this.#convert = channels === 1 ? grayscale() : rgb();
  }

  get length(): number {
    return this.files.length;
  }

  /** @throws {DataError} that names the file, when it is missing or no image. */
  get(index: number, generator?: Generator): ImageFolderSample {
    const { path, label } = this.files[checkIndex("ImageFolder.get", index, this.length)]!;
    const source = { caller: "ImageFolder.get", name: path, maxPixels: this.#maxPixels };
    return { image: this.transform(this.#convert(readImage(readBytes(path, source), source)), generator), label };
  }

  /** @throws {ShapeError} when images have different sizes. */
  collate(samples: readonly ImageFolderSample[]): ImageBatch {
    const shape = samples[0]?.image.shape ?? [];
    const size = shape.reduce((product, length) => product * length, 1);
    const pixels = new Float32Array(samples.length * size);
    for (const [i, { image }] of samples.entries()) {
      if (!isHostTensor(image)) throw new ArgumentError("ImageFolder: its transform makes no tensor, expected toTensor() in it", { hint: "compose([resize(32), toTensor()])" });
      if (image.shape.join() !== shape.join()) {
        throw new ShapeError(`ImageFolder: sample ${i} of a batch is [${image.shape.join(", ")}], expected [${shape.join(", ")}] as sample 0`, {
          hint: "put resize and centerCrop (or randomCrop) into the transform, before toTensor",
        });
      }
      pixels.set(image.data, i * size);
    }
    return { images: tensor(pixels, { shape: [samples.length, ...shape] }), labels: tensor(Int32Array.from(samples, ({ label }) => label)) };
  }

  /** @throws {ArgumentError} when the transform has a step that is not the library's. */
  startWorker(): SampleWorker {
    const { classes, files, channels, transform } = this;
    transformFrom(transform.recipe);   // fails here rather than there
    const data: WorkerData = { classes, files, channels, maxPixels: this.#maxPixels, recipe: transform.recipe };
    return moduleWorker({ module: import.meta.url, name: "openImageFolder", data });
  }
}

type WorkerData = ImageFolderParts & { readonly recipe: Recipe };

/** What a worker makes of an ImageFolder's data. */
export function openImageFolder({ recipe, ...parts }: WorkerData): ImageFolder {
  return new ImageFolder(parts, transformFrom(recipe));
}

function readBytes(path: string, source: ImageSource): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw imageError(source, `cannot be read, expected a file, got ${code ?? message}`, "check the path and its permissions", cause);
  }
}
