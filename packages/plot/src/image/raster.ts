import { areaAverage } from "./area-average.js";

/** Red, green, blue, 0…255. */
export type Rgb = readonly [number, number, number];

/** An RGB picture that is drawn into; an `Image` for `encodePng`. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

export function createRaster(width: number, height: number, background: Rgb): Raster {
  const raster: Raster = { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
  fillRect(raster, 0, 0, width, height, background);
  return raster;
}

/** Fills a rectangle that lies inside the raster. */
export function fillRect(raster: Raster, left: number, top: number, width: number, height: number, colour: Rgb): void {
  for (let row = top; row < top + height; row++) {
    let at = (row * raster.width + left) * 3;
    for (let column = 0; column < width; column++) {
      raster.data[at++] = colour[0];
      raster.data[at++] = colour[1];
      raster.data[at++] = colour[2];
    }
  }
}

export function pixelAt({ width, data }: Raster, x: number, y: number): Rgb {
  const at = (y * width + x) * 3;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}

/** How light a colour is, 0…255 (ITU-R BT.601). */
export function luma([red, green, blue]: Rgb): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** The raster at another size, by area: smaller means averages, whole multiples repeat pixels. */
export function resizeRaster(raster: Raster, width: number, height: number): Raster {
  if (width === raster.width && height === raster.height) return raster;
  const levels = areaAverage(raster, width, height, new Uint8ClampedArray(width * height * 3));
  return { width, height, channels: 3, data: new Uint8Array(levels.buffer) };
}

/** Copies a raster to a place where it fits. */
export function drawRaster(target: Raster, left: number, top: number, source: Raster): void {
  for (let row = 0; row < source.height; row++) {
    const from = row * source.width * 3;
    target.data.set(source.data.subarray(from, from + source.width * 3), ((top + row) * target.width + left) * 3);
  }
}
