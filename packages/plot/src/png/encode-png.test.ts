import { crc32 as nodeCrc32, inflateSync } from "node:zlib";
import { ArgumentError, ShapeError } from "@convoke/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "./crc32.js";
import { encodePng, type Image } from "./encode-png.js";

/** A PNG reader that shares nothing with the writer; for 8-bit images with filters 0 to 2. */
function readPng(png: Uint8Array): Image & { filters: number[] } {
  const bytes = Buffer.from(png);
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks: [string, Buffer][] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(nodeCrc32(body));
    chunks.push([body.toString("latin1", 0, 4), body.subarray(4)]);
    at += 12 + length;
  }
  expect(chunks.map(([type]) => type)).toEqual(["IHDR", "IDAT", "IEND"]);
  const header = chunks[0]![1];
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  expect([header[8], header[10], header[11], header[12]]).toEqual([8, 0, 0, 0]); // depth; zlib, adaptive filters, no interlace
  const channels = ({ 0: 1, 2: 3, 6: 4 } as const)[header[9] as 0 | 2 | 6];
  const raw = inflateSync(chunks[1]![1]);
  const rowBytes = width * channels;
  expect(raw.length).toBe(height * (1 + rowBytes));
  const data = new Uint8Array(height * rowBytes);
  const filters: number[] = [];
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (1 + rowBytes)]!;
    filters.push(filter);
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= channels ? data[row * rowBytes + i - channels]! : 0;
      const above = row > 0 ? data[(row - 1) * rowBytes + i]! : 0;
      data[row * rowBytes + i] = raw[row * (1 + rowBytes) + 1 + i]! + (filter === 1 ? left : filter === 2 ? above : 0);
    }
  }
  return { width, height, channels, data, filters };
}

test("crc32 of the standard check string", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test("another reader gets the same pixels", async () => {
  const images = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(1 as const, 3 as const, 4 as const))
    .chain(([width, height, channels]) => {
      const length = width * height * channels;
      return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ width, height, channels, data }));
    });
  await fc.assert(
    fc.asyncProperty(images, async (image) => {
      const { filters: _, ...pixels } = readPng(await encodePng(image));
      expect(pixels).toEqual(image);
    }),
  );
});

test("each row takes the filter that leaves the least", async () => {
  const ramp = [100, 90, 80, 70, 60, 50, 40, 30]; // its differences are small and negative
  const noise = [0, 0, 1, 0, 0, 2, 0, 0];
  const { filters } = readPng(await encodePng({ width: 8, height: 3, channels: 1, data: Uint8Array.from([...noise, ...ramp, ...ramp]) }));
  expect(filters).toEqual([0, 1, 2]);
});

test("what is not an image is refused", async () => {
  const image: Image = { width: 2, height: 1, channels: 1, data: new Uint8Array(2) };
  await expect(encodePng({ ...image, height: 2 })).rejects.toThrow(new ShapeError("encodePng: data has 2 bytes, but [2, 2, 1] needs 4"));
  await expect(encodePng({ ...image, channels: 2 as 1 })).rejects.toThrow(new ArgumentError("encodePng: channels is 2, expected 1, 3 or 4"));
  for (const width of [0, -1, 1.5, NaN, 2 ** 31]) await expect(encodePng({ ...image, width })).rejects.toThrow("encodePng: width is out of range");
  await expect(encodePng({ ...image, data: [0, 1] as unknown as Uint8Array })).rejects.toThrow(ArgumentError);
  await expect(encodePng({ ...image, depth: 8 } as Image)).rejects.toThrow('encodePng: unknown option "depth"');
});
