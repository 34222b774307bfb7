import { imageError, imageSource, type DecodeOptions, type ImageSource } from "../image-source.js";
import type { RasterImage } from "../raster-image.js";
import { inflate } from "./inflate.js";
import { readChunks } from "./read-chunks.js";
import { filteredSize, readSamples } from "./samples.js";
import { toImage } from "./to-image.js";

/**
 * Decodes a PNG image of any colour type, bit depth and interlacing.
 *
 * Palettes become RGB, a transparent colour becomes an alpha channel, 1, 2 and 4 bits are stretched to 8, and 16 bits stay 16. Gamma and colour
 * profiles are ignored, as Pillow does. Of an animation this is the default image.
 *
 * @throws {DataError} for an image that is truncated, corrupt (the CRC of every chunk is checked) or larger than `maxPixels`.
 * @example
 * const { width, height, channels, data } = decodePng(bytes);
 * @see https://www.w3.org/TR/png-3/
 */
export function decodePng(bytes: Uint8Array, options: DecodeOptions = {}): RasterImage {
  const source = imageSource("decodePng", bytes, options);
  if (!isPng(bytes)) throw imageError(source, "is no PNG image, expected the signature 89 50 4e 47 0d 0a 1a 0a");
  return readPng(bytes, source);
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

export function readPng(bytes: Uint8Array, source: ImageSource): RasterImage {
  const chunks = readChunks(bytes, source);
  const filtered = inflate(chunks.data, filteredSize(chunks.header), source);
  return toImage(readSamples(filtered, chunks.header, source), chunks, source);
}
