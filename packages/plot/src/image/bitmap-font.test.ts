import { expect, test } from "vitest";
import { drawText, textHeight, textWidth } from "./bitmap-font.js";
import { createRaster } from "./raster.js";

const printed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:?_()[]/%-+=#";

function drawn(text: string): string {
  const raster = createRaster(textWidth(text), textHeight, [255, 255, 255]);
  drawText(raster, 0, 0, text, [0, 0, 0]);
  return Array.from({ length: raster.data.length / 3 }, (_, i) => (raster.data[3 * i] === 0 ? "#" : ".")).join("");
}

test("every character has its own glyph", () => {
  const glyphs = new Set([...printed].map(drawn));
  expect(glyphs.size).toBe(printed.length);
  expect(glyphs.has(drawn(" "))).toBe(false);
});

test("a character that the font lacks is a question mark, also outside the basic plane", () => {
  expect(drawn("é")).toBe(drawn("?"));
  expect(drawn("😀")).toBe(drawn("?"));
});

test("text is 5 wide a character with 1 between", () => {
  expect(textWidth("")).toBe(0);
  expect(textWidth("ab")).toBe(11);
});
