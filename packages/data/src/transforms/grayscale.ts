import { ArgumentError } from "@convoke/core";
import { fullScale, type RasterImage } from "../image/raster-image.js";
import { defineImageTransform, type Transform } from "./transform.js";

/**
 * Makes an image grey, of 8 bits, with 1 channel or 3 equal ones; alpha is dropped. torchvision: `Grayscale`.
 *
 * grey = 0.299 R + 0.587 G + 0.114 B, in Pillow's fixed point.
 *
 * **Shapes**: [H, W, C] → [H, W, channels].
 *
 * @throws {ArgumentError} for a number of channels other than 1 and 3.
 * @example
 * const grey = grayscale()(image);
 */
export function grayscale(channels: 1 | 3 = 1): Transform<RasterImage, RasterImage> {
  if (channels !== 1 && channels !== 3) throw new ArgumentError(`grayscale: channels is ${String(channels)}, expected 1 or 3`);
  return defineImageTransform(["grayscale", channels], (image) => spread(luminance(image), image, channels));
}

/**
 * Makes an image RGB, of 8 bits; grey fills all three channels, alpha is dropped. Pillow: `convert("RGB")`.
 *
 * **Shapes**: [H, W, C] → [H, W, 3].
 *
 * @example
 * const color = rgb()(decodeImage(bytes));
 */
export function rgb(): Transform<RasterImage, RasterImage> {
  return defineImageTransform(["rgb"], (image) => {
    if (image.channels === 3 && fullScale(image) === 255) return image;
    if (image.channels < 3) return spread(luminance(image), image, 3);
    const data = new Uint8Array(3 * image.width * image.height);
    for (let i = 0, to = 0; to < data.length; i += image.channels) {
      for (let c = 0; c < 3; c++) data[to++] = eightBits(image, i + c);
    }
    return { ...image, channels: 3, data };
  });
}

/** Number `index` of an image, as 8 bits. */
const eightBits = ({ data }: RasterImage, index: number): number => (data instanceof Uint8Array ? data[index]! : Math.round(data[index]! / 257));

/** The brightness of each pixel, 0 … 255. */
export function luminance(image: RasterImage): Uint8Array {
  const { width, height, channels } = image;
  const output = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < output.length; i++, from += channels) {
    const first = eightBits(image, from);
    output[i] = channels < 3 ? first : (first * 19595 + eightBits(image, from + 1) * 38470 + eightBits(image, from + 2) * 7471 + 32768) >> 16;
  }
  return output;
}

function spread(grey: Uint8Array, { width, height }: RasterImage, channels: 1 | 3): RasterImage {
  if (channels === 1) return { width, height, channels, data: grey };
  return { width, height, channels, data: Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]!) };
}
