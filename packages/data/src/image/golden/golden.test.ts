import { expect, test } from "vitest";
import { decodeImage } from "../decode-image.js";
import { decodeJpeg } from "../jpeg/decode-jpeg.js";
import { decodePng } from "../png/decode-png.js";
import { decodePnm } from "../pnm/decode-pnm.js";
import { jpegGolden } from "./jpeg.test-data.js";
import { pngGolden } from "./png.test-data.js";
import { pnmGolden } from "./pnm.test-data.js";
import { readGolden } from "./read-golden.test-helper.js";

const cases = [[decodePng, pngGolden], [decodeJpeg, jpegGolden], [decodePnm, pnmGolden]] as const;
const all = cases.flatMap(([decode, lines]) => readGolden(lines).map((golden) => [`${decode.name}: ${golden.name}`, decode, golden] as const));

test.each(all)("%s equals Pillow, bit for bit", (_, decode, { file, image }) => {
  expect(decode(file)).toEqual(image);
  expect(decodeImage(file)).toEqual(image);
});

test("a view into a larger buffer is decoded as itself", () => {
  for (const [, decode, { file, image }] of all) {
    const buffer = new Uint8Array(file.length + 20).fill(0xff);
    buffer.set(file, 7);
    expect(decode(buffer.subarray(7, 7 + file.length))).toEqual(image);
  }
});
