import { ArgumentError } from "@convoke/core";
import { blankLike, type RasterImage } from "../image/raster-image.js";
import { defineImageTransform, type Transform } from "./transform.js";

/**
 * Mirrors left and right with probability p. torchvision: `RandomHorizontalFlip`.
 *
 * **Shapes**: [H, W, C] → [H, W, C].
 *
 * @throws {ArgumentError} for a p outside of [0, 1].
 * @example
 * const mirrored = randomHorizontalFlip(1)(image);
 */
export function randomHorizontalFlip(p = 0.5): Transform<RasterImage, RasterImage> {
  if (!Number.isFinite(p) || p < 0 || p > 1) throw new ArgumentError(`randomHorizontalFlip: p is ${String(p)}, expected a probability from 0 to 1`);
  return defineImageTransform(["randomHorizontalFlip", p], (image, generator) => (generator.uniform(1)[0]! < p ? flip(image) : image));
}

function flip(image: RasterImage): RasterImage {
  const { width, height, channels, data } = image;
  const output = blankLike(image, width, height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = width - 1; x >= 0; x--) {
      for (let c = 0; c < channels; c++) output.data[to++] = data[(y * width + x) * channels + c]!;
    }
  }
  return output;
}
