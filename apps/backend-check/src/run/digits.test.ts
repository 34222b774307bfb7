import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpackDigits } from "./digits.js";

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const committed = readFileSync(file("public/digits.bin"));

test("the digits of the page are those that its script makes of MNIST", () => {
  const folder = mkdtempSync(join(tmpdir(), "convoke digits "));
  try {
    execFileSync(process.execPath, [file("scripts/make-digits.mjs"), join(folder, "digits.bin")]);
    expect(gunzipSync(committed).equals(gunzipSync(readFileSync(join(folder, "digits.bin"))))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("2,000 digits to learn from and 500 others, with the labels of MNIST", async () => {
  const { train, heldOut } = await unpackDigits(committed);
  expect([train.length, heldOut.length]).toEqual([2000, 500]);
  expect([[...train.labels.subarray(0, 5)], [...heldOut.labels.subarray(0, 5)]]).toEqual([[5, 0, 4, 1, 9], [7, 2, 1, 0, 4]]);
  const bytes = gunzipSync(committed), pixels = (digit: number): Buffer => bytes.subarray(785 * digit + 1, 785 * (digit + 1));
  expect(Buffer.from(train.images.subarray(784, 2 * 784)).equals(pixels(1))).toBe(true);
  expect(Buffer.from(heldOut.images.subarray(0, 784)).equals(pixels(2000))).toBe(true);
  expect(pixels(0).some((pixel) => pixel === 255)).toBe(true);
});

test("the notice beside the digits names their authors and licence", () => {
  const notice = readFileSync(file("public/ATTRIBUTION.txt"), "utf8").replace(/\s+/g, " ");
  for (const part of ["Yann LeCun, Corinna Cortes and Christopher J.C. Burges", "CC BY-SA 3.0"]) expect(notice).toContain(part);
});
