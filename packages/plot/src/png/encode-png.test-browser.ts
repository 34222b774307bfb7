import { expect, test } from "vitest";
import { mapImage } from "../image/map-image.js";
import { gridFigure } from "../svg/grid-figure.js";
import { encodePng } from "./encode-png.js";
import { pngDataUri } from "./png-data-uri.js";

/** What the browser itself reads from an address. */
async function pixelsOf(address: string, width: number, height: number): Promise<number[]> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d")!;
  context.drawImage(image, 0, 0);
  return [...context.getImageData(0, 0, width, height).data];
}

test("Chromium reads the pixels of a PNG that was written in Chromium", async () => {
  const image = mapImage(Float32Array.from({ length: 35 }, (_, i) => Math.sin(i)), [5, 7], { colours: "signed" });
  const rgba = Array.from({ length: 35 }, (_, i) => [...image.data.subarray(3 * i, 3 * i + 3), 255]).flat();
  expect(await pixelsOf(pngDataUri(await encodePng(image)), 7, 5)).toEqual(rgba);
});

test("Chromium takes a figure for XML, and shows its maps", async () => {
  const svg = await gridFigure({ title: "Bản đồ <1>", maps: [new Float32Array([-1, 1])], width: 2, height: 1, scale: 20, colours: "signed" });
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  expect(parsed.querySelector("parsererror")).toBe(null);
  expect(parsed.querySelector("svg > title")!.textContent).toBe("Bản đồ <1>");
  const [width, height] = ["width", "height"].map((name) => Number(parsed.documentElement.getAttribute(name))) as [number, number];
  const pixels = await pixelsOf(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, width, height);
  const [x, y] = ["x", "y"].map((name) => Number(parsed.querySelector("image")!.getAttribute(name))) as [number, number];
  const at = (left: number) => pixels.slice(((y + 10) * width + left) * 4, ((y + 10) * width + left) * 4 + 3);
  expect([at(x + 10), at(x + 30)]).toEqual([[5, 48, 97], [103, 0, 31]]);
});
