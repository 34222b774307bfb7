import { ArgumentError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { featureMapGrid } from "./feature-map-grid.js";
import { imageGrid } from "./image-grid.js";
import { kernelGrid } from "./kernel-grid.js";
import type { Raster } from "./raster.js";
import type { Plane } from "./value-range.js";

const plain = { gap: 0, scale: 1 } as const;
const pixel = ({ data, width }: Raster, x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
/** The pixels of one map of [2, 2] inside its frame of 1. */
const cells = (image: Raster, left = 0, top = 0) => [[1, 1], [2, 1], [1, 2], [2, 2]].map(([x, y]) => pixel(image, left + x!, top + y!));
const map = (...values: number[]): Plane => new Float32Array(values);
const grey = (level: number) => [level, level, level];

test("grey goes from black at the least to white at the greatest value", () => {
  expect(cells(imageGrid({ maps: [map(-1, 0, 1, 3)], width: 2, height: 2, ...plain }))).toEqual([0, 64, 128, 255].map(grey));
});

test("signed is white at zero, blue below, red above, as far down as up", () => {
  const [most, zero, some, none] = cells(imageGrid({ maps: [map(-4, 0, 2, -0)], width: 2, height: 2, colours: "signed", ...plain }));
  expect(most).toEqual([5, 48, 97]);
  expect(zero).toEqual([255, 255, 255]);
  expect(none).toEqual([255, 255, 255]);
  expect(some).toEqual([211, 95, 87]); // half way to the end: half way between the second and the third of four stops
});

test("a shared range compares maps, a range of each does not", () => {
  const maps = [map(0, 1, 1, 1), map(0, 2, 2, 2)];
  const shared = imageGrid({ maps, width: 2, height: 2, columns: 2, ...plain });
  expect([cells(shared)[3], cells(shared, 4)[3]]).toEqual([grey(128), grey(255)]);
  const each = imageGrid({ maps: maps.slice(0, 1), width: 2, height: 2, range: "each", ...plain });
  expect(cells(each)[3]).toEqual(grey(255));
});

test("NaN is magenta, infinities are the ends, and neither moves the range", () => {
  expect(cells(imageGrid({ maps: [map(NaN, Infinity, -Infinity, 5)], width: 2, height: 2, ...plain }))).toEqual([[255, 0, 255], grey(255), grey(0), grey(0)]);
  const large = new Float64Array([-1.7e308, 0, 1.7e308, NaN]);
  expect(cells(imageGrid({ maps: [large], width: 2, height: 2, ...plain }))).toEqual([grey(0), grey(128), grey(255), [255, 0, 255]]);
});

test("a dead map is black in grey and white in signed", () => {
  const dead = map(0, 0, 0, 0);
  expect(cells(imageGrid({ maps: [dead], width: 2, height: 2, ...plain }))[0]).toEqual(grey(0));
  expect(cells(imageGrid({ maps: [dead], width: 2, height: 2, colours: "signed", ...plain }))[0]).toEqual(grey(255));
});

test("scale repeats each value, gap and columns place the maps", () => {
  const maps = [map(0, 1, 1, 1), map(1, 0, 1, 1), map(1, 1, 1, 0)];
  const image = imageGrid({ maps, width: 2, height: 2, scale: 30, gap: 5, columns: 2 });
  const side = 2 * 30 + 2;
  expect(image.width).toBe(5 + Math.max(2 * (side + 5), 0));
  for (const [x, y] of [[0, 0], [29, 29]]) expect(pixel(image, 5 + 1 + x!, 5 + 1 + y!)).toEqual(grey(0));
  expect(pixel(image, 5 + 1 + 30, 5 + 1)).toEqual(grey(255));
  expect(pixel(image, 5 + side + 5 + 1 + 30, 5 + 1)).toEqual(grey(0)); // second map, beside the first
  expect(pixel(image, 5 + 1 + 59, 5 + side + 5 + 1 + 59)).toEqual(grey(0)); // third map, below the first
});

test("the legend is a bar from the least colour to the greatest, marked at zero", () => {
  const image = imageGrid({ maps: [map(-4, 0, 2, 0)], width: 2, height: 2, colours: "signed", scale: 100, gap: 0 });
  const bar = image.height - 2 * 7 - 2 * 3 - 3 - 3 - 10; // two lines of text, the space above them, the ticks, the bar
  expect([1, 82, 163].map((x) => pixel(image, x, bar + 5))).toEqual([[5, 48, 97], [255, 255, 255], [103, 0, 31]]);
  const ticks = Array.from({ length: 165 }, (_, x) => x).filter((x) => pixel(image, x, bar + 11).join() === "55,65,81");
  expect(ticks).toEqual([0, 82, 164]);
});

test("a photo keeps its colours beside maps of another range: small ones grow by whole multiples, large ones are averaged", () => {
  const dot = { width: 1, height: 1, channels: 3, data: Uint8Array.of(200, 100, 0) } as const;
  const stripes = { width: 8, height: 4, channels: 1, data: Uint8Array.from({ length: 32 }, (_, i) => (i % 2) * 100) } as const;
  const image = imageGrid({ maps: [dot, map(-9, 9, 9, 9), stripes], width: 2, height: 2, scale: 1, gap: 0, columns: 3 });
  expect(cells(image)).toEqual(Array.from({ length: 4 }, () => [200, 100, 0]));
  expect(cells(image, 4)).toEqual([0, 255, 255, 255].map(grey));
  expect(pixel(image, 9, 1)).toEqual(grey(50)); // 8 × 4 becomes 2 × 1

  const small = imageGrid({ maps: [{ width: 3, height: 3, channels: 1, data: Uint8Array.of(0, 200, 0, 200, 0, 200, 0, 200, 0) }], width: 2, height: 2, scale: 2, gap: 0 });
  expect([1, 2, 3].map((x) => pixel(small, x, 1))).toEqual([0, 200, 0].map(grey)); // 4 pixels wide are not a multiple of 3
});

test("photos alone have no legend", () => {
  const photo = { width: 2, height: 2, channels: 1, data: new Uint8Array(4) } as const;
  expect(imageGrid({ maps: [photo], width: 2, height: 2, scale: 5, gap: 0 }).height).toBe(12);
});

test("a title is written above its map", () => {
  const titled = imageGrid({ maps: [map(1, 1, 1, 1)], width: 2, height: 2, scale: 10, gap: 0, titles: ["T"] });
  const ink = [55, 65, 81];
  expect([0, 1, 2, 3, 4].map((x) => pixel(titled, x, 0))).toEqual([ink, ink, ink, ink, ink]); // the bar of the T
  expect([0, 2, 4].map((x) => pixel(titled, x, 6).join() === ink.join())).toEqual([false, true, false]); // its foot
});

test("options and sizes are checked", () => {
  const good = { maps: [map(1, 2, 3, 4)], width: 2, height: 2 };
  expect(() => imageGrid({ ...good, maps: [] })).toThrow(ArgumentError);
  expect(() => imageGrid({ ...good, width: 3 })).toThrow(new ShapeError("imageGrid: map 0 has 4 values, but [2, 3] needs 6"));
  expect(() => imageGrid({ ...good, titles: ["a", "b"] })).toThrow("imageGrid: there are 2 titles, expected 1, one for each map");
  expect(() => imageGrid({ ...good, scale: 0.5 })).toThrow("imageGrid: scale is out of range");
  for (const range of [[1, 0], [0, NaN], [0]] as unknown as [number, number][]) expect(() => imageGrid({ ...good, range })).toThrow('expected "shared", "each" or [low, high]');
  expect(() => imageGrid({ ...good, maps: [[1, 2, 3, 4] as unknown as Plane] })).toThrow(new ArgumentError("imageGrid: map 0 is neither a Float32Array or Float64Array nor a picture"));
  expect(() => imageGrid({ ...good, colors: "grey" } as object as typeof good)).toThrow('imageGrid: unknown option "colors"');
  expect(() => imageGrid({ maps: [new Float32Array(2 ** 16)], width: 256, height: 256, scale: 1024 })).toThrow("pixels, expected at most 67108864 in all\nhint: lower scale");
});

/** Width and height in a PNG's header. */
const pngSize = (png: Uint8Array) => [16, 20].map((at) => new DataView(png.buffer, png.byteOffset).getUint32(at));

test("kernels of one input channel are a square grid, of several a row for each output channel", async () => {
  const style = { scale: 20, gap: 4 };
  const cell = 3 * 20 + 2 + 4;
  const [width] = pngSize(await kernelGrid(new Float32Array(16 * 9), [16, 1, 3, 3], style));
  expect(width).toBe(4 + 4 * cell);
  const [wide, high] = pngSize(await kernelGrid(new Float32Array(2 * 5 * 9), [2, 5, 3, 3], style));
  expect(wide).toBe(4 + 5 * cell);
  expect(high).toBeGreaterThan(2 * cell);
  expect(high).toBeLessThan(3 * cell);
});

test("feature maps and kernels check their shapes", async () => {
  expect(pngSize(await featureMapGrid(new Float32Array(8), [2, 2, 2]))[0]).toBeGreaterThan(0);
  await expect(featureMapGrid(new Float32Array(8), [8])).rejects.toThrow(new ShapeError("featureMapGrid: shape [8] has rank 1, expected [channels, height, width]"));
  await expect(featureMapGrid(new Float32Array(7), [2, 2, 2])).rejects.toThrow("featureMapGrid: shape [2, 2, 2] does not fit the data, expected positive lengths for 7 values");
  await expect(kernelGrid(new Float32Array(0), [0, 1, 3, 3])).rejects.toThrow(ShapeError);
  await expect(kernelGrid(new Float32Array(9), [3, 3])).rejects.toThrow("kernelGrid: shape [3, 3] has rank 2");
  await expect(kernelGrid(new Float32Array(9), [1, 1, 3, 3], { maps: [] } as object)).rejects.toThrow('kernelGrid: unknown option "maps"');
});
