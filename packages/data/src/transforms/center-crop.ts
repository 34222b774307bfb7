import type { RasterImage } from "../image/raster-image.js";
import { heightAndWidth, type Size } from "./check-arguments.js";
import { crop } from "./crop.js";
import { defineImageTransform, type Transform } from "./transform.js";

/**
 * Cuts out the middle; where the image is smaller it stands in the middle of zeros. torchvision: `CenterCrop`.
 *
 * **Shapes**: [H, W, C] → [height, width, C].
 *
 * @throws {ArgumentError} for a size that is none.
 * @example
 * const middle = centerCrop(224)(image);
 */
export function centerCrop(size: Size): Transform<RasterImage, RasterImage> {
  const [height, width] = heightAndWidth("centerCrop", size);
  return defineImageTransform(["centerCrop", size], (image) => crop(image, margin(image.height, height), margin(image.width, width), height, width));
}

/** Half of the difference: rounded to even when pixels are cut off, up when they are added, as torchvision does. */
function margin(from: number, to: number): number {
  if (to > from) return -Math.floor((to - from) / 2);
  const half = (from - to) / 2;
  return Number.isInteger(half) ? half : 2 * Math.round(half / 2);
}
