import { ArgumentError } from "@convoke/core";
import type { RasterImage } from "../image/raster-image.js";
import { heightAndWidth, knownOptions, type Size } from "./check-arguments.js";
import { crop } from "./crop.js";
import { defineImageTransform, type Transform } from "./transform.js";

export interface RandomCropOptions {
  /** Zeros that are put around the image first, in pixels; default 0. */
  readonly padding?: number;
}

/**
 * Cuts out a part at a random place. torchvision: `RandomCrop`.
 *
 * **Shapes**: [H, W, C] → [height, width, C].
 *
 * @throws {ArgumentError} for a size that is none; when used, for an image that is smaller than the crop.
 * @example
 * const shifted = randomCrop(28, { padding: 2 })(digit, new Generator(1)); // by up to 2 pixels each way
 */
export function randomCrop(size: Size, options: RandomCropOptions = {}): Transform<RasterImage, RasterImage> {
  const given = knownOptions("randomCrop", options, ["padding"]);
  const { padding = 0 } = given;
  const [height, width] = heightAndWidth("randomCrop", size);
  if (!Number.isInteger(padding) || padding < 0 || padding > 65535) {
    throw new ArgumentError(`randomCrop: padding is ${String(padding)}, expected an integer from 0 to 65535`);
  }
  return defineImageTransform(["randomCrop", size, { ...given }], (image, generator) => {
    const rows = image.height + 2 * padding - height;
    const columns = image.width + 2 * padding - width;
    if (rows < 0 || columns < 0) {
      throw new ArgumentError(`randomCrop: the image has ${image.height} × ${image.width} pixels and padding ${padding}, expected at least ${height} × ${width}`, {
        hint: "give more padding, or resize first",
      });
    }
    const [top] = generator.integers(0, rows + 1, 1);
    const [left] = generator.integers(0, columns + 1, 1);
    return crop(image, top! - padding, left! - padding, height, width);
  });
}
