import type { RasterImage } from "../image/raster-image.js";
import { luminance } from "./grayscale.js";

/** degenerate + factor · (pixel − degenerate), in float32 and truncated, as Pillow's `blend`. */
function blend(image: RasterImage, factor: number, degenerateAt: (pixel: number) => number): RasterImage {
  const { channels, data } = image;
  const alpha = Math.fround(factor);
  const output = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const from = degenerateAt(Math.floor(i / channels));
    const value = Math.fround(from + Math.fround(alpha * (data[i]! - from)));
    output[i] = value <= 0 ? 0 : Math.min(255, value);
  }
  return { ...image, data: output };
}

/** Towards black (0) or away from it (above 1). */
export const adjustBrightness = (image: RasterImage, factor: number): RasterImage => blend(image, factor, () => 0);

/** Towards the mean brightness (0) or away from it (above 1). */
export function adjustContrast(image: RasterImage, factor: number): RasterImage {
  const grey = luminance(image);
  const mean = Math.floor(grey.reduce((sum, value) => sum + value, 0) / grey.length + 0.5);
  return blend(image, factor, () => mean);
}

/** Towards grey (0) or away from it (above 1). */
export function adjustSaturation(image: RasterImage, factor: number): RasterImage {
  const grey = luminance(image);
  return blend(image, factor, (pixel) => grey[pixel]!);
}
