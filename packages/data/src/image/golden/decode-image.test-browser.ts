import { expect, test } from "vitest";
import { decodeImage } from "../decode-image.js";
import { jpegGolden } from "./jpeg.test-data.js";
import { pngGolden } from "./png.test-data.js";
import { pnmGolden } from "./pnm.test-data.js";
import { readGolden } from "./read-golden.test-helper.js";

test("a browser decodes the same pixels as Node: Pillow's", () => {
  const golden = [pngGolden, jpegGolden, pnmGolden].flatMap(readGolden);
  expect(golden.length).toBeGreaterThan(70);
  for (const { name, file, image } of golden) expect(decodeImage(file), name).toEqual(image);
});
