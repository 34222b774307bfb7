import { inflateSync } from "node:zlib";
import { ArgumentError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { featureMapTiles } from "../image/feature-map-grid.js";
import { kernelTiles } from "../image/kernel-grid.js";
import { encodePng } from "../png/encode-png.js";
import { pngDataUri } from "../png/png-data-uri.js";
import { gridFigure } from "./grid-figure.js";
import { expectOnCanvas, readSvg } from "./well-formed.test-tool.js";

const map = (...values: number[]) => new Float32Array(values);
const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
const value = (svg: string, name: string) => Number(readSvg(svg).find((a) => a.element === "svg" && a.name === name)!.value);
const prefix = "data:image/png;base64,";

test("a data URI holds the file's bytes, also of large files", async () => {
  const png = await encodePng({ width: 200, height: 100, channels: 3, data: Uint8Array.from({ length: 60_000 }, (_, i) => (i * i) % 251) });
  const uri = pngDataUri(png);
  expect(uri.slice(0, prefix.length)).toBe(prefix);
  expect(Buffer.compare(Buffer.from(uri.slice(prefix.length), "base64"), png)).toBe(0);
  expect(() => pngDataUri("x" as unknown as Uint8Array)).toThrow(ArgumentError);
});

test("each map is an image with a pixel a value, in the colours of the grid", async () => {
  const svg = await gridFigure({ title: "T", maps: [map(-1, 0), map(1, 0)], width: 2, height: 1, colours: "signed" });
  const hrefs = readSvg(svg).filter((a) => a.element === "image" && a.name === "href").map((a) => Buffer.from(a.value.slice(prefix.length), "base64"));
  expect(hrefs).toHaveLength(3); // two maps, the legend
  expect([hrefs[0]!.readUInt32BE(16), hrefs[0]!.readUInt32BE(20)]).toEqual([2, 1]);
  const length = hrefs[0]!.readUInt32BE(33); // of IDAT, behind the signature and IHDR
  const [filter, ...pixels] = inflateSync(hrefs[0]!.subarray(41, 41 + length));
  expect(filter === 0 ? pixels : pixels.map((byte, i) => (byte + (i < 3 ? 0 : pixels[i - 3]!)) & 255)).toEqual([5, 48, 97, 255, 255, 255]);
});

test("titles in any script, a legend with zero, and words for a screen reader", async () => {
  const svg = await gridFigure({ title: "Bản đồ", maps: [map(-1, 2, NaN), map(0, 0, 0)], width: 3, height: 1, colours: "signed", titles: ["kênh 0", "kênh 1"] });
  expectOnCanvas(svg, value(svg, "width"), value(svg, "height"));
  expect(texts(svg)).toEqual(["Bản đồ", "kênh 0", "kênh 1", "-2", "0", "2", "NaN", "values -1 : 2"]);
  expect(svg).toContain("<title>kênh 1: 0 : 0</title>");
  expect(svg).toContain(
    "<desc>Grid of 2 maps, 1 × 3 values each. Blue is below zero, white is zero, red is above zero. All maps share the range from -2 to 2. kênh 0: -1 : 2, NaN; kênh 1: 0 : 0.</desc>",
  );
});

test("ranges of their own are written below the maps, and there is no legend", async () => {
  const svg = await gridFigure({ title: "T", maps: [map(1, 2), map(7, 7)], width: 2, height: 1, range: "each" });
  expect(texts(svg)).toEqual(["T", "1 : 2", "7 : 7"]);
});

test("feature maps and kernels as tiles", () => {
  expect(featureMapTiles(new Float32Array(8), [2, 2, 2])).toMatchObject({ width: 2, height: 2, titles: ["channel 0", "channel 1"] });
  expect(kernelTiles(new Float32Array(12), [2, 3, 1, 2])).toMatchObject({ width: 2, height: 1, columns: 3, colours: "signed", titles: ["[0, 0]", "[0, 1]", "[0, 2]", "[1, 0]", "[1, 1]", "[1, 2]"] });
  expect(() => featureMapTiles(new Float32Array(8), [8])).toThrow(new ShapeError("featureMapTiles: shape [8] has rank 1, expected [channels, height, width]"));
});

test("what is no grid is refused in words", async () => {
  await expect(gridFigure({ title: "T", maps: [], width: 1, height: 1 })).rejects.toThrow(new ArgumentError("gridFigure: there are no maps, expected at least one"));
  await expect(gridFigure({ maps: [map(1)], width: 1, height: 1 } as unknown as Parameters<typeof gridFigure>[0])).rejects.toThrow("gridFigure: title is missing");
  await expect(gridFigure({ title: "T", maps: [map(1)], width: 1, height: 1, cols: 3 } as object as Parameters<typeof gridFigure>[0])).rejects.toThrow('gridFigure: unknown option "cols"');
});
