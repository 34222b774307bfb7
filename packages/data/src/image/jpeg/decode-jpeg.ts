import { imageError, imageSource, type DecodeOptions, type ImageSource } from "../image-source.js";
import type { RasterImage } from "../raster-image.js";
import { readFrame, type Frame } from "./frame.js";
import { orient, readOrientation } from "./orientation.js";
import { readScan } from "./read-scan.js";
import { readHuffman, readQuantization, type JpegTables } from "./tables.js";
import { toRgb } from "./to-rgb.js";

/**
 * Decodes a JPEG image, baseline or progressive, of 8 bits, grey or RGB, and turns it as its Exif orientation says.
 *
 * The pixels equal, bit for bit, those of libjpeg-turbo and so of Pillow and torchvision (accurate integer DCT, interpolated chroma).
 *
 * @throws {DataError} for an image that is truncated, corrupt, larger than `maxPixels`, CMYK, lossless, arithmetic-coded or of 12 bits.
 * @example
 * const { width, height, channels, data } = decodeJpeg(bytes);
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): RasterImage {
  const source = imageSource("decodeJpeg", bytes, options);
  if (!isJpeg(bytes)) throw imageError(source, "is no JPEG image, expected it to begin with ff d8 ff");
  return readJpeg(bytes, source);
}

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** A scan of a large image takes time even when it holds nothing; sensible files have about ten. */
const maxScans = 200;

export function readJpeg(bytes: Uint8Array, source: ImageSource): RasterImage {
  const tables: JpegTables = { quantization: [], dc: [], ac: [], restartInterval: 0 };
  let frame: Frame | null = null;
  let orientation = 1;
  let jfif = false;
  let adobeTransform: number | null = null;
  let scans = 0;
  for (let at = 2; ; ) {
    at = nextMarker(bytes, at, source);
    const marker = bytes[at + 1]!;
    at += 2;
    if (marker === 0xd9) break;
    const end = at + ((bytes[at]! << 8) | bytes[at + 1]!);
    if (!(end <= bytes.length) || end < at + 2) throw imageError(source, `is truncated, expected a segment of marker ${marker.toString(16)} at byte ${at}`);
    const content = bytes.subarray(at + 2, end);
    at = end;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (frame) throw imageError(source, "has two frames, expected one");
      frame = readFrame(marker, content, bytes.length, source);
    } else if (marker === 0xc4) readHuffman(content, tables, source);
    else if (marker === 0xdb) readQuantization(content, tables, source);
    else if (marker === 0xdd) tables.restartInterval = ((content[0] ?? 0) << 8) | (content[1] ?? 0);
    else if (marker === 0xe0) jfif ||= startsWith(content, "JFIF\0");
    else if (marker === 0xe1 && startsWith(content, "Exif\0\0")) orientation = readOrientation(content);
    else if (marker === 0xee && startsWith(content, "Adobe") && content.length >= 12) adobeTransform = content[11]!;
    else if (marker === 0xda) {
      if (!frame) throw imageError(source, "has a scan before its frame header");
      if (++scans > maxScans) throw imageError(source, `has more than ${maxScans} scans`);
      at = readScan(bytes, at, content, frame, tables, source);
    }
  }
  if (!frame) throw imageError(source, "has no frame, expected one before its end");
  const missing = frame.components.find(({ quantization }) => !quantization);
  if (missing) throw imageError(source, `has no data for component ${missing.id}`);
  return orient(toRgb(frame, isYcc(frame, jfif, adobeTransform)), orientation);
}

/** libjpeg's rules: JFIF is YCbCr, else Adobe's marker tells, else components named R, G, B are what they say. */
function isYcc({ components }: Frame, jfif: boolean, adobeTransform: number | null): boolean {
  if (jfif) return true;
  return adobeTransform === null ? components.map(({ id }) => id).join() !== "82,71,66" : adobeTransform !== 0;
}

/** The place of the next marker's FF; bytes before it and fill bytes are passed over. */
function nextMarker(bytes: Uint8Array, from: number, source: ImageSource): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1]!;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw imageError(source, `is truncated, expected a marker after byte ${from}, got ${bytes.length} bytes`);
}

const startsWith = (content: Uint8Array, text: string): boolean => [...text].every((character, i) => content[i] === character.charCodeAt(0));
