import { ArgumentError, checkOptions, ShapeError, tensor, type Tensor } from "@convoke/core";
import { checkIndex } from "./check-index.js";
import type { Dataset } from "./dataset.js";

export interface NormalizeOptions {
  /** Subtracted from pixels scaled to [0, 1]; default 0. */
  readonly mean?: number;
  /** Then divided by; default 1. */
  readonly std?: number;
}
export interface ImageDatasetOptions extends NormalizeOptions {
  readonly height: number;
  readonly width: number;
}
export interface ImageSample {
  /** Raw pixels 0 … 255, row-major [height · width]: a view, not a copy. */
  readonly image: Uint8Array;
  readonly label: number;
}
export interface ImageBatch {
  /** [B, C, height, width] float32, normalised; C is 1 for an ImageDataset. */
  readonly images: Tensor;
  /** [B] int32. */
  readonly labels: Tensor;
}

/**
 * Grey images with a class each, held in host memory as bytes; a batch is made by one pass over its pixels. PyTorch: `TensorDataset` after `ToTensor`
 * and `Normalize`.
 *
 * value = (pixel / 255 − mean) / std, each step rounded to float32 as PyTorch does.
 *
 * **Shapes**: images [N, height, width] and labels [N], both bytes, held and not copied; a batch is [B, 1, height, width] float32 and [B] int32.
 *
 * @throws {ShapeError} when the bytes are not N images.
 * @example
 * const dataset = new ImageDataset(pixels, labels, { height: 28, width: 28, mean: 0.1307, std: 0.3081 });
 * const { images } = dataset.batch([0, 1, 2]); // [3, 1, 28, 28]
 */
export class ImageDataset implements Dataset<ImageSample, ImageBatch> {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** The float32 value of each of the 256 pixels. */
  readonly #values: Float32Array;

  constructor(images: Uint8Array, labels: Uint8Array, options: ImageDatasetOptions) {
    checkOptions("ImageDataset", options, ["height", "width", "mean", "std"]);
    const { height, width } = options;
    if (!(Number.isInteger(height) && Number.isInteger(width) && height > 0 && width > 0)) {
      throw new ArgumentError(`ImageDataset: height and width are ${String(height)} and ${String(width)}, expected integers of at least 1`);
    }
    if (images.length !== labels.length * height * width) {
      throw new ShapeError(`ImageDataset: ${images.length} pixels do not fill [${labels.length}, ${height}, ${width}], one image for each of ${labels.length} labels`);
    }
    this.images = images;
    this.labels = labels;
    this.height = height;
    this.width = width;
    this.#values = pixelValues(options);
  }

  get length(): number {
    return this.labels.length;
  }

  get(index: number): ImageSample {
    const i = checkIndex("ImageDataset.get", index, this.length);
    const size = this.height * this.width;
    return { image: this.images.subarray(i * size, (i + 1) * size), label: this.labels[i]! };
  }

  batch(indices: ArrayLike<number>): ImageBatch {
    const size = this.height * this.width;
    const source = this.images;
    const values = this.#values;
    const pixels = new Float32Array(indices.length * size);
    const labels = new Int32Array(indices.length);
    for (let b = 0; b < indices.length; b++) {
      const i = checkIndex("ImageDataset.batch", indices[b], this.length);
      labels[b] = this.labels[i]!;
      const from = i * size;
      const to = b * size;
      for (let p = 0; p < size; p++) pixels[to + p] = values[source[from + p]!]!;
    }
    return { images: tensor(pixels, { shape: [indices.length, 1, this.height, this.width] }), labels: tensor(labels) };
  }
}

function pixelValues({ mean = 0, std = 1 }: NormalizeOptions): Float32Array {
  if (!Number.isFinite(mean)) throw new ArgumentError(`ImageDataset: mean is ${String(mean)}, expected a finite number`);
  if (!Number.isFinite(std) || std <= 0) throw new ArgumentError(`ImageDataset: std is ${String(std)}, expected a finite number greater than 0`);
  const round = Math.fround;
  return Float32Array.from({ length: 256 }, (_, pixel) => round(round(pixel / 255) - round(mean)) / round(std));
}
