import { ArgumentError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { terminalGrid } from "./terminal-grid.js";
import { terminalImage } from "./terminal-image.js";

const grey = (width: number, height: number, ...levels: number[]) => ({ width, height, channels: 1, data: Uint8Array.from(levels) }) as const;
const map = (...values: number[]) => new Float32Array(values);

test("a picture in ASCII: the lighter, the denser; two rows are one line", () => {
  expect(terminalImage(grey(3, 2, 0, 255, 130, 0, 255, 130))).toBe(" @+");
  expect(terminalImage(grey(1, 4, 0, 0, 255, 255))).toBe(" \n@");
});

test("a picture wider than the line is averaged down to it", () => {
  const wide = grey(8, 4, ...Array.from({ length: 32 }, (_, i) => (i % 8 < 4 ? 0 : 200)));
  const lines = terminalImage(wide, { lineWidth: 4, colourDepth: "truecolour" }).split("\n");
  expect(lines).toEqual(["\u001b[38;2;0;0;0;48;2;0;0;0m▀▀\u001b[38;2;200;200;200;48;2;200;200;200m▀▀\u001b[0m"]);
});

test("what is transparent is white, 16 bits are 8", () => {
  const line = terminalImage({ width: 2, height: 1, channels: 2, data: Uint16Array.of(0, 0, 0x8080, 0xffff) }, { colourDepth: "truecolour" });
  expect(line).toBe("\u001b[38;2;255;255;255;49m▀\u001b[38;2;128;128;128m▀\u001b[0m");
});

test("signs have characters of their own, zero and NaN too", () => {
  const text = terminalGrid({ maps: [map(-1, 0, 1, NaN)], width: 4, height: 1, scale: 1, colours: "signed" });
  expect(text).toBe("% #?\n\n-1 [%=~-, .:+*#] 1\n? is NaN");
});

test("a signed map is white at zero, blue below and red above it", () => {
  const line = terminalGrid({ maps: [map(-2, 0, 2)], width: 3, height: 1, scale: 1, colours: "signed", colourDepth: "truecolour" }).split("\n")[0];
  expect(line).toBe("\u001b[38;2;5;48;97;49m▀\u001b[38;2;255;255;255m▀\u001b[38;2;103;0;31m▀\u001b[0m");
});

test("maps stand side by side with their titles, then their ranges or a legend", () => {
  const options = { maps: [map(0, 1), map(0, 2), map(5, 5)], width: 2, height: 1, scale: 4, titles: ["input", "channel 1", "đầu ra"], lineWidth: 20 };
  expect(terminalGrid(options).split("\n")).toEqual([
    "input     channe..", "    ::::      ====", "    ::::      ====", "",
    "đầu ra", "@@@@@@@@", "@@@@@@@@", "",
    "0 : 5",
  ].map((line, i) => (i === 8 ? "0 : 5               ".slice(0, 20) : line)));
  expect(terminalGrid({ ...options, titles: [], range: "each" }).split("\n")).toEqual(["    @@@@      @@@@", "    @@@@      @@@@", "0 : 1     0 : 2", "", "", "", "5 : 5"]);
});

test("photos stand among the maps in their own colours", () => {
  const text = terminalGrid({ maps: [grey(2, 2, 255, 255, 255, 255), map(0, 0, 0, -1)], width: 2, height: 2, scale: 1, colourDepth: "truecolour", range: "each" });
  expect(text.split("\n")[0]).toContain("\u001b[38;2;255;255;255;48;2;255;255;255m▀▀\u001b[0m      \u001b");
  expect(text.split("\n")[1]!.trimEnd()).toBe("        -1 : 0"); // a map is as wide as its range is written
});

test("titles cannot command the terminal", () => {
  expect(terminalGrid({ maps: [map(1)], width: 1, height: 1, titles: ["\u001b]0;x\u0007\n"] })).toMatch(/^\?\]0;x\?\?\s/);
});

test("what cannot be drawn is refused in words", () => {
  const good = { maps: [map(1, 2)], width: 2, height: 1 };
  expect(() => terminalGrid({ ...good, maps: [] })).toThrow(new ArgumentError("terminalGrid: there are no maps, expected at least one"));
  expect(() => terminalGrid({ ...good, height: 2 })).toThrow(new ShapeError("terminalGrid: map 0 has 2 values, but [2, 2] needs 4"));
  expect(() => terminalGrid({ ...good, colourDepth: "16" as "256" })).toThrow('terminalGrid: colourDepth does not exist, expected one of truecolour, 256, ascii, got "16"');
  expect(() => terminalGrid({ ...good, lineWidth: 0 })).toThrow("terminalGrid: lineWidth is out of range");
  expect(() => terminalGrid({ ...good, maps: Array.from({ length: 40 }, () => map(1, 2)), columns: 40 })).toThrow(
    new ArgumentError("terminalGrid: 40 maps in a row do not fit into a line of 80 characters", { hint: "lower columns" }),
  );
  expect(() => terminalImage(grey(2, 2, 1))).toThrow(new ShapeError("terminalImage: the picture has 1 values, but [2, 2, 1] needs 4"));
  expect(() => terminalImage(grey(1, 1, 1), { width: 3 } as object)).toThrow('terminalImage: unknown option "width"');
});
