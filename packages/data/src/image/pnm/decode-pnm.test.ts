import { DataError } from "@convoke/core";
import { expect, test } from "vitest";
import { decodeImage } from "../decode-image.js";
import { decodePnm } from "./decode-pnm.js";

const file = (text: string, ...pixels: number[]): Uint8Array => Uint8Array.from([...new TextEncoder().encode(text), ...pixels]);

test("comments and any white space separate the header", () => {
  expect(decodePnm(file("P5#a\n# b\r\n2\t\v1\f#c\n255\n", 1, 2))).toEqual({ width: 2, height: 1, channels: 1, data: Uint8Array.of(1, 2) });
});

test("values are stretched to the full range and rounded", () => {
  expect(decodePnm(file("P5 3 1 100\n", 0, 50, 100)).data).toEqual(Uint8Array.of(0, 128, 255));
  expect(decodePnm(file("P5 2 1 1000\n", 0, 1, 3, 232)).data).toEqual(Uint16Array.of(66, 65535));
});

const refused: [string, Uint8Array, string][] = [
  ["nothing", file(""), "is no PNM image, expected it to begin with P4, P5 or P6"],
  ["PAM", file("P7\nWIDTH 1\n"), "is no PNM image, expected it to begin with P4, P5 or P6"],
  ["the ASCII form", file("P2 1 1 255 7"), "is ASCII PNM (P2), expected binary PNM: P4, P5 or P6\nhint: save it as P5"],
  ["no width", file("P5"), "has a header without width, expected a number up to 2147483647 at byte 2"],
  ["no space before the width", file("P52 1 255\n"), "has a header without width, expected a number up to 2147483647 at byte 2"],
  ["no height", file("P5 2 # 1"), "has a header without height, expected a number up to 2147483647 at byte 8"],
  ["a negative height", file("P5 2 -1 255\n"), "has a header without height, expected a number up to 2147483647 at byte 5"],
  ["a maxval that is too large", file("P5 2 1 65536\n"), "has a header without maxval, expected a number up to 65535 at byte 7"],
  ["a maxval of 0", file("P5 2 1 0\n"), "has a maxval of 0, expected 1 … 65535"],
  ["no space after the header", file("P5 2 1 255"), "has no space after its header, expected one at byte 10"],
  ["no pixels", file("P5 2 0 255\n"), "has 2 × 0 pixels, expected at least 1 × 1"],
  ["enormous dimensions", file("P6 2147483647 2147483647 255\n"), "has 2147483647 × 2147483647 pixels, expected at most 50000000 in all"],
  ["dimensions of 30 digits", file(`P6 ${"9".repeat(30)} 1 255\n`), "has a header without width"],
  ["a pixel too few", file("P6 2 1 255\n", 1, 2, 3, 4, 5), "is truncated, expected 17 bytes for 2 × 1 pixels, got 16"],
  ["a byte too many", file("P4 9 1\n", 1, 2, 3), "has bytes after its end, expected 9 bytes for 9 × 1 pixels, got 10"],
  ["a value above maxval", file("P5 2 1 100\n", 100, 101), "has a value of 101, expected at most its maxval of 100"],
];
test.each(refused)("%s is a DataError", (_, bytes, message) => {
  expect(() => decodePnm(bytes)).toThrow(DataError);
  expect(() => decodePnm(bytes)).toThrow(`decodePnm: the image ${message}`);
});

test("decodeImage names what it does not know", () => {
  expect(() => decodeImage(file("GIF89a"), { name: "a.gif" })).toThrow(
    "decodeImage: a.gif is no image that can be decoded, expected PNG, JPEG or binary PNM, got the first bytes 47 49 46 38\nhint: ",
  );
  expect(() => decodeImage(new Uint8Array(0))).toThrow("expected PNG, JPEG or binary PNM, got no bytes");
  expect(() => decodeImage(file("P3 1 1 255 1 2 3"))).toThrow("decodeImage: the image is ASCII PNM (P3), expected binary PNM: P4, P5 or P6\nhint: save it as P6");
});
