import { ArgumentError, ShapeError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { notANumber } from "./colour-map.js";
import { createRaster, fillRect, type Raster } from "./raster.js";
import { splitPlanes } from "./split-planes.js";
import type { Plane } from "./value-range.js";

/** What `normalize` did to the values, to be undone. */
export interface PhotoStyle {
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/**
 * Turns the numbers that a network sees back into a photo: level = 255 · (value · std + mean), as long as that lies within 0…255.
 *
 * **Shapes** data: `[3, height, width]` or `[1, height, width]`, 0…1 as `toTensor` of `@convoke/data` gives it → an RGB image. A pixel with a
 * NaN is magenta.
 *
 * @throws ShapeError for a shape of another rank or size; ArgumentError for a mean or std of another length
 * @example
 * const photo = photoImage(new Float32Array([1, 0.5, 0]), [3, 1, 1]); // one orange pixel
 */
export function photoImage(data: Plane, shape: readonly number[], style: PhotoStyle = {}): Raster {
  checkOptions("photoImage", style, ["mean", "std"]);
  const [channels, height, width] = shape as [number, number, number];
  if (shape.length !== 3 || (channels !== 1 && channels !== 3)) {
    throw new ShapeError(`photoImage: shape is [${shape.join(", ")}], expected [3, height, width] or [1, height, width]`);
  }
  const { mean = Array.from({ length: channels }, () => 0), std = Array.from({ length: channels }, () => 1) } = style;
  for (const [name, values] of [["mean", mean], ["std", std]] as const) {
    if (values.length !== channels || !values.every(Number.isFinite)) throw new ArgumentError(`photoImage: ${name} is [${values.join(", ")}], expected ${channels} finite numbers, one for each channel`);
  }

  const planes = splitPlanes("photoImage", data, shape);
  const image = createRaster(width, height, [0, 0, 0]);
  for (let i = 0; i < width * height; i++) {
    const levels = [0, 1, 2].map((colour) => {
      const channel = channels === 3 ? colour : 0;
      return Math.round(255 * Math.min(1, Math.max(0, planes[channel]![i]! * std[channel]! + mean[channel]!)));
    });
    const [red, green, blue] = levels as [number, number, number];
    fillRect(image, i % width, Math.floor(i / width), 1, 1, levels.some(Number.isNaN) ? notANumber : [red, green, blue]);
  }
  return image;
}
