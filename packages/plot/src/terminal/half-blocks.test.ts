import { expect, test } from "vitest";
import { halfBlockLines } from "./half-blocks.js";
import { nearest256 } from "./nearest-256.js";

const raster = (width: number, ...pixels: [number, number, number][]) =>
  ({ width, height: pixels.length / width, channels: 3, data: Uint8Array.from(pixels.flat()) }) as const;

test("upper pixels are foreground, lower ones background", () => {
  expect(halfBlockLines(raster(1, [1, 2, 3], [4, 5, 6]), "truecolour")).toEqual(["\u001b[38;2;1;2;3;48;2;4;5;6m▀\u001b[0m"]);
});

test("a colour is written where it changes only, and anew on each line", () => {
  const [red, blue] = [[255, 0, 0], [0, 0, 255]] as [[number, number, number], [number, number, number]];
  const lines = halfBlockLines(raster(3, red, red, blue, blue, blue, blue, red, red, red, red, red, red), "256");
  expect(lines).toEqual(["\u001b[38;5;196;48;5;21m▀▀\u001b[38;5;21m▀\u001b[0m", "\u001b[38;5;196;48;5;196m▀▀▀\u001b[0m"]);
});

test("below the last of an odd number of rows the terminal's background stays", () => {
  expect(halfBlockLines(raster(1, [9, 9, 9]), "truecolour")).toEqual(["\u001b[38;2;9;9;9;49m▀\u001b[0m"]);
});

test("256 colours: the cube and the greys, as xterm numbers them", () => {
  expect(([[0, 0, 0], [255, 255, 255], [95, 135, 175], [255, 0, 255], [128, 128, 128], [8, 8, 8], [100, 100, 103]] as const).map(nearest256)).toEqual([16, 231, 67, 201, 244, 232, 241]);
});
