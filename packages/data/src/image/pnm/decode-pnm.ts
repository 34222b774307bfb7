import { checkSize, imageError, imageSource, type DecodeOptions, type ImageSource } from "../image-source.js";
import type { RasterImage } from "../raster-image.js";

/**
 * Decodes a binary PNM image: P4 (PBM, black and white), P5 (PGM, grey) or P6 (PPM, RGB).
 *
 * Values are stretched from 0 … maxval to 0 … 255, or to 0 … 65535 where maxval is above 255.
 *
 * @throws {DataError} for an image that is truncated, corrupt, larger than `maxPixels`, or the ASCII form.
 * @example
 * const image = decodePnm(new TextEncoder().encode("P5 2 1 255\nab")); // grey, 97 and 98
 * @see https://netpbm.sourceforge.net/doc/pnm.html
 */
export function decodePnm(bytes: Uint8Array, options: DecodeOptions = {}): RasterImage {
  const source = imageSource("decodePnm", bytes, options);
  if (!isPnm(bytes)) throw imageError(source, "is no PNM image, expected it to begin with P4, P5 or P6");
  return readPnm(bytes, source);
}

/** "P" and a digit from 1 to 6. */
export const isPnm = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1]! >= 0x31 && bytes[1]! <= 0x36;

const space = new Set([0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d]);

export function readPnm(bytes: Uint8Array, source: ImageSource): RasterImage {
  const type = bytes[1]! - 0x30;
  if (type < 4) throw imageError(source, `is ASCII PNM (P${type}), expected binary PNM: P4, P5 or P6`, `save it as P${type + 3}`);
  let at = 2;

  function number(what: string, max: number): number {
    const before = at;
    for (;;) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 0x0a) at++;   // a comment, up to the end of its line
      else if (space.has(bytes[at]!)) at++;
      else break;
    }
    let value = 0;
    const start = at;
    while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39 && at - start < 10) value = 10 * value + bytes[at++]! - 0x30;
    if (at === start || before === start || value > max) throw imageError(source, `has a header without ${what}, expected a number up to ${max} at byte ${start}`);
    return value;
  }

  const width = number("width", 2 ** 31 - 1);
  const height = number("height", 2 ** 31 - 1);
  const maxval = type === 4 ? 1 : number("maxval", 65535);
  if (maxval === 0) throw imageError(source, "has a maxval of 0, expected 1 … 65535");
  if (!space.has(bytes[at]!)) throw imageError(source, `has no space after its header, expected one at byte ${at}`);
  at++;
  checkSize(source, width, height);
  const channels = type === 6 ? 3 : 1;
  const rowBytes = type === 4 ? Math.ceil(width / 8) : width * channels * (maxval > 255 ? 2 : 1);
  const end = at + height * rowBytes;
  if (bytes.length !== end) {
    throw imageError(source, `${bytes.length < end ? "is truncated" : "has bytes after its end"}, expected ${end} bytes for ${width} × ${height} pixels, got ${bytes.length}`);
  }
  const pixels = bytes.subarray(at);
  const data = type === 4 ? readBits(pixels, width, height, rowBytes) : readNumbers(pixels, width * height * channels, maxval, source);
  return { width, height, channels, data };
}

/** 1 is black; each row begins with a new byte, the first pixel in the highest bit. */
function readBits(bytes: Uint8Array, width: number, height: number, rowBytes: number): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = (bytes[y * rowBytes + (x >> 3)]! << (x & 7)) & 128 ? 0 : 255;
  }
  return data;
}

function readNumbers(bytes: Uint8Array, size: number, maxval: number, source: ImageSource): Uint8Array | Uint16Array {
  const wide = maxval > 255;
  const data = wide ? new Uint16Array(size) : new Uint8Array(size);
  const full = wide ? 65535 : 255;
  for (let i = 0; i < size; i++) {
    const value = wide ? (bytes[2 * i]! << 8) | bytes[2 * i + 1]! : bytes[i]!;
    if (value > maxval) throw imageError(source, `has a value of ${value}, expected at most its maxval of ${maxval}`);
    data[i] = maxval === full ? value : Math.round((value * full) / maxval);
  }
  return data;
}
