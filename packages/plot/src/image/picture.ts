import { ArgumentError, ShapeError } from "@convoke/core";
import { checkInteger } from "../check-options.js";
import { createRaster, type Raster } from "./raster.js";

/**
 * A photo, as `decodeImage` of `@convoke/data` gives it, or any pixels: 1 channel is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
 *
 * **Shapes** data: `[height, width, channels]`; a Uint8Array counts to 255, a Uint16Array to 65535.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

export function isPicture(value: object): value is Picture {
  return "channels" in value;
}

/** Throws unless the picture is one. */
export function checkPicture(caller: string, { width, height, channels, data }: Picture): void {
  checkInteger(caller, "width of the picture", width, 1, 2 ** 16);
  checkInteger(caller, "height of the picture", height, 1, 2 ** 16);
  checkInteger(caller, "channels of the picture", channels, 1, 4);
  if (!(data instanceof Uint8Array || data instanceof Uint16Array)) throw new ArgumentError(`${caller}: data of the picture is not a Uint8Array or a Uint16Array`);
  if (data.length !== width * height * channels) {
    throw new ShapeError(`${caller}: the picture has ${data.length} values, but [${height}, ${width}, ${channels}] needs ${width * height * channels}`);
  }
}

/** The picture in RGB, 8 bits a channel; what is transparent shows white. */
export function rasterOf({ width, height, channels, data }: Picture): Raster {
  const raster = createRaster(width, height, [255, 255, 255]);
  const full = data instanceof Uint16Array ? 65535 : 255;
  const coloured = channels >= 3;
  for (let i = 0; i < width * height; i++) {
    const at = i * channels;
    const alpha = channels % 2 === 0 ? data[at + channels - 1]! / full : 1;
    for (let channel = 0; channel < 3; channel++) {
      const level = data[at + (coloured ? channel : 0)]! / full;
      raster.data[3 * i + channel] = Math.round(255 * (1 - alpha + alpha * level));
    }
  }
  return raster;
}
