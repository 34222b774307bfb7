import type { RasterImage } from "../raster-image.js";
import type { Frame } from "./frame.js";
import { inverseDct } from "./inverse-dct.js";
import { upsample } from "./upsample.js";

/**
 * The pixels of a decoded frame: grey, or RGB.
 *
 * R = Y + 1.402 (Cr − 128), G = Y − 0.344 (Cb − 128) − 0.714 (Cr − 128), B = Y + 1.772 (Cb − 128), in 16-bit fixed point with libjpeg's roundings.
 */
export function toRgb(frame: Frame, isYcc: boolean): RasterImage {
  const { width, height } = frame;
  const planes = frame.components.map((component) => upsample(inverseDct(component), component, frame));
  const channels = planes.length === 1 ? 1 : 3;
  const data = new Uint8ClampedArray(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    const rows = planes.map((plane) => plane.data.subarray(y * plane.stride, y * plane.stride + width));
    if (!isYcc || channels === 1) {
      for (let x = 0; x < width; x++) for (const row of rows) data[to++] = row[x]!;
      continue;
    }
    const [luma, blue, red] = rows as [Uint8Array, Uint8Array, Uint8Array];
    for (let x = 0; x < width; x++, to += 3) {
      const cb = blue[x]! - 128;
      const cr = red[x]! - 128;
      data[to] = luma[x]! + ((91881 * cr + 32768) >> 16);
      data[to + 1] = luma[x]! + ((-22554 * cb - 46802 * cr + 32768) >> 16);
      data[to + 2] = luma[x]! + ((116130 * cb + 32768) >> 16);
    }
  }
  return { width, height, channels, data: new Uint8Array(data.buffer) };
}
