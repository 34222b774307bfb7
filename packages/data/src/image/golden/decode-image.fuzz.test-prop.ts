import { DataError } from "@convoke/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeImage } from "../decode-image.js";
import { crc32 } from "../png/crc32.js";
import { damaged } from "./damaged.test-helper.js";
import { jpegGolden } from "./jpeg.test-data.js";
import { pngGolden } from "./png.test-data.js";
import { pnmGolden } from "./pnm.test-data.js";
import { readGolden } from "./read-golden.test-helper.js";

const numRuns = Number(process.env["FUZZ"] ?? 2000);
const maxPixels = 20_000;
const filesOf = (lines: string): Uint8Array[] => readGolden(lines).map(({ file }) => file);

/** The decoder's promise: a DataError, or a whole image of at most `maxPixels`. */
function decodesOrRefuses(bytes: Uint8Array): void {
  try {
    const { width, height, channels, data } = decodeImage(bytes, { maxPixels });
    expect(data.length).toBe(width * height * channels);
    expect(width * height).toBeLessThanOrEqual(maxPixels);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toMatch(/^decodeImage: the image (is|has|holds|does|begins) [^]+\nhint: [^\n]+$/);
  }
}

/** Writes the right CRC behind each chunk, so that damage gets past it. */
function withCrcs(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
  return bytes;
}

test("a hostile JPEG is refused or decoded", () => {
  fc.assert(fc.property(damaged(filesOf(jpegGolden)), decodesOrRefuses), { numRuns });
});

test("a hostile PNG is refused or decoded", () => {
  fc.assert(fc.property(damaged(filesOf(pngGolden)), decodesOrRefuses), { numRuns });
});

test("a hostile PNG whose checksums are right is refused or decoded", () => {
  fc.assert(fc.property(damaged(filesOf(pngGolden)).map(withCrcs), decodesOrRefuses), { numRuns });
});

test("a hostile PNM is refused or decoded", () => {
  fc.assert(fc.property(damaged(filesOf(pnmGolden)), decodesOrRefuses), { numRuns });
});

test("anything behind a signature is refused or decoded", () => {
  const starts = ["89504e470d0a1a0a0000000d49484452", "ffd8ffe0", "ffd8ffdb004300", "ffd8ffda", "5035", "5034203120310a", "50362031203120323535"].map((hex) => [...Buffer.from(hex, "hex")]);
  const file = fc.tuple(fc.constantFrom([], ...starts), fc.uint8Array({ maxLength: 200 })).map(([start, rest]) => Uint8Array.from([...start, ...rest]));
  fc.assert(fc.property(file, decodesOrRefuses), { numRuns });
});

test("every truncation is refused", () => {
  for (const lines of [jpegGolden, pngGolden, pnmGolden]) {
    for (const file of filesOf(lines)) {
      const step = Math.ceil(file.length / 40);
      for (let length = 0; length < file.length; length += step) expect(() => decodeImage(file.subarray(0, length)), `${length} of ${file.length} bytes`).toThrow(DataError);
      expect(() => decodeImage(file.subarray(0, -1))).toThrow(DataError);
    }
  }
});
