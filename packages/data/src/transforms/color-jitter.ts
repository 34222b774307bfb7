import { ArgumentError, type Generator } from "@convoke/core";
import { fullScale, type RasterImage } from "../image/raster-image.js";
import { adjustBrightness, adjustContrast, adjustSaturation } from "./adjust-color.js";
import { adjustHue } from "./adjust-hue.js";
import { knownOptions, range } from "./check-arguments.js";
import { defineImageTransform, type Transform } from "./transform.js";

type Spread = number | readonly [min: number, max: number];

export interface ColorJitterOptions {
  /** The factor comes from [max(0, 1 − x), 1 + x], or from [min, max]; default 0, which changes nothing. */
  readonly brightness?: Spread;
  /** As brightness. */
  readonly contrast?: Spread;
  /** As brightness. */
  readonly saturation?: Spread;
  /** The turn of the colour circle comes from [−x, x], or from [min, max], within ±0.5; default 0. */
  readonly hue?: Spread;
}

const adjustments = { brightness: adjustBrightness, contrast: adjustContrast, saturation: adjustSaturation, hue: adjustHue } as const;
const names = Object.keys(adjustments) as (keyof typeof adjustments)[];

/**
 * Changes brightness, contrast, saturation and hue by random amounts, in random order. torchvision: `ColorJitter`.
 *
 * Takes grey and RGB images of 8 bits; saturation and hue leave grey ones as they are.
 *
 * **Shapes**: [H, W, C] → [H, W, C].
 *
 * @throws {ArgumentError} for amounts out of range; when used, for an image with alpha or 16 bits.
 * @example
 * const varied = colorJitter({ brightness: 0.2, contrast: 0.2, hue: 0.05 })(image, new Generator(1));
 */
export function colorJitter(options: ColorJitterOptions): Transform<RasterImage, RasterImage> {
  const given = knownOptions("colorJitter", options, names);
  const ranges = names.map((name) => {
    const spread = given[name] ?? 0;
    if (name === "hue") return range("colorJitter", name, typeof spread === "number" ? [-spread, spread] : spread, -0.5, 0.5);
    return range("colorJitter", name, typeof spread === "number" ? [Math.max(0, 1 - spread), 1 + spread] : spread, 0, 100);
  });
  return defineImageTransform(["colorJitter", { ...given }], (image, generator) => jitter(image, ranges, generator));
}

function jitter(image: RasterImage, ranges: readonly (readonly [number, number])[], generator: Generator): RasterImage {
  if (image.channels % 2 === 0 || fullScale(image) !== 255) {
    const bits = fullScale(image) === 255 ? 8 : 16;
    throw new ArgumentError(`colorJitter: the image has ${image.channels} channels of ${bits} bits, expected 1 or 3 of 8 bits`, { hint: "put rgb() or grayscale() before it" });
  }
  const amounts = generator.uniform(names.length);
  let output = image;
  for (const i of generator.permutation(names.length)) {
    const [min, max] = ranges[i]!;
    const neutral = names[i] === "hue" ? 0 : 1;
    if (min !== neutral || max !== neutral) output = adjustments[names[i]!](output, min + amounts[i]! * (max - min));
  }
  return output;
}
