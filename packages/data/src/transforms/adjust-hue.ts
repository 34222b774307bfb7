import type { RasterImage } from "../image/raster-image.js";

const { fround, trunc } = Math;

/**
 * Turns the hues by `factor` of the circle, through HSV of 8 bits each (A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978), in float32 where
 * Pillow has it.
 *
 * A grey image has no hue and stays as it is.
 */
export function adjustHue(image: RasterImage, factor: number): RasterImage {
  if (image.channels !== 3) return image;
  const turn = trunc(factor * 255);
  const output = new Uint8Array(image.data.length);
  for (let i = 0; i < output.length; i += 3) {
    const [r, g, b] = image.data.subarray(i, i + 3) as unknown as [number, number, number];
    const max = Math.max(r, g, b);
    const spread = max - Math.min(r, g, b);
    if (spread === 0) {
      output.fill(max, i, i + 3);
      continue;
    }
    const hue = (trunc(hueOf(r, g, b, max, spread) * 255) + turn) & 255;
    fromHsv(hue, trunc(fround(spread / max) * 255), max, output, i);
  }
  return { ...image, data: output };
}

/** The hue in [0, 1): red 0, green ⅓, blue ⅔. */
function hueOf(r: number, g: number, b: number, max: number, spread: number): number {
  const [toR, toG, toB] = [fround((max - r) / spread), fround((max - g) / spread), fround((max - b) / spread)];
  const sixths = fround(r === max ? toB - toG : g === max ? 2 + toR - toB : 4 + toG - toR);
  return fround((sixths / 6 + 1) % 1);
}

function fromHsv(hue: number, saturation: number, value: number, output: Uint8Array, at: number): void {
  const sixths = (hue * 6) / 255;
  const sector = Math.floor(sixths);
  const part = fround(sixths - sector);
  const s = fround(saturation / 255);
  const p = Math.round(value * (1 - s));
  const q = Math.round(value * (1 - s * part));
  const t = Math.round(value * (1 - s * (1 - part)));
  const colors = [[value, t, p], [q, value, p], [p, value, t], [p, q, value], [t, p, value], [value, p, q]];
  output.set(colors[sector % 6]!, at);
}
