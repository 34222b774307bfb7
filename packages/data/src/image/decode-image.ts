import { imageError, imageSource, type DecodeOptions, type ImageSource } from "./image-source.js";
import { isJpeg, readJpeg } from "./jpeg/decode-jpeg.js";
import { isPng, readPng } from "./png/decode-png.js";
import { isPnm, readPnm } from "./pnm/decode-pnm.js";
import type { RasterImage } from "./raster-image.js";

/**
 * Decodes a PNG, JPEG or binary PNM image, told by its first bytes: `decodePng`, `decodeJpeg` or `decodePnm`.
 *
 * @throws {DataError} for an image that is truncated, corrupt, too large or of another type.
 * @example
 * const response = await fetch(url);
 * const image = decodeImage(new Uint8Array(await response.arrayBuffer()), { name: url });
 */
export function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): RasterImage {
  return readImage(bytes, imageSource("decodeImage", bytes, options));
}

export function readImage(bytes: Uint8Array, source: ImageSource): RasterImage {
  if (isPng(bytes)) return readPng(bytes, source);
  if (isJpeg(bytes)) return readJpeg(bytes, source);
  if (isPnm(bytes)) return readPnm(bytes, source);
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  throw imageError(source, `is no image that can be decoded, expected PNG, JPEG or binary PNM, got ${start ? `the first bytes ${start}` : "no bytes"}`);
}
