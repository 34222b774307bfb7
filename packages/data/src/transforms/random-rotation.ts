import type { RasterImage } from "../image/raster-image.js";
import { choice, knownOptions, range } from "./check-arguments.js";
import { rotate, type RotateInterpolation } from "./rotate.js";
import { defineImageTransform, type Transform } from "./transform.js";

export interface RandomRotationOptions {
  /** "nearest" (default) or "bilinear". */
  readonly interpolation?: RotateInterpolation;
}

/**
 * Turns an image around its centre by a random angle from [−degrees, degrees], or from [min, max]; what comes from outside is 0. Positive angles turn
 * counter-clockwise. torchvision: `RandomRotation`.
 *
 * **Shapes**: [H, W, C] → [H, W, C].
 *
 * @throws {ArgumentError} for angles outside of ±360.
 * @example
 * const leaning = randomRotation(10, { interpolation: "bilinear" })(digit, new Generator(1));
 */
export function randomRotation(degrees: number | readonly [min: number, max: number], options: RandomRotationOptions = {}): Transform<RasterImage, RasterImage> {
  const given = knownOptions("randomRotation", options, ["interpolation"]);
  const interpolation = choice("randomRotation", "interpolation", given.interpolation, ["nearest", "bilinear"]);
  const [min, max] = range("randomRotation", "degrees", typeof degrees === "number" ? [-degrees, degrees] : degrees, -360, 360);
  return defineImageTransform(["randomRotation", degrees, { ...given }], (image, generator) => rotate(image, min + generator.uniform(1)[0]! * (max - min), interpolation));
}
