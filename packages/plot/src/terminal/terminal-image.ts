import { checkOptions } from "../check-options.js";
import { checkPicture, type Picture, rasterOf } from "../image/picture.js";
import { luma, pixelAt, resizeRaster } from "../image/raster.js";
import { asciiAt } from "./ascii.js";
import type { ColourDepth } from "./colour-depth.js";
import { halfBlockLines } from "./half-blocks.js";
import { checkTerminal, type TerminalOptions, terminalOptions } from "./terminal-options.js";

/**
 * Draws a photo as text: two pixels a character with ▀, or with `colourDepth: "ascii"` the denser a character the lighter.
 *
 * A picture wider than the line is averaged down to it; no line ends in a colour, and the last has no line break.
 *
 * @throws ArgumentError for options that do not exist or a picture that is none; ShapeError for data of another length
 * @example
 * const picture = { width: 2, height: 2, channels: 1, data: new Uint8Array([0, 255, 255, 0]) } as const;
 * console.log(terminalImage(picture, { colourDepth: "truecolour", lineWidth: 60 }));
 */
export function terminalImage(picture: Picture, options: TerminalOptions = {}): string {
  checkOptions("terminalImage", options, terminalOptions);
  const { colourDepth, lineWidth } = checkTerminal("terminalImage", options);
  checkPicture("terminalImage", picture);
  const width = Math.min(lineWidth, picture.width);
  return pictureLines(picture, width, Math.max(1, Math.round((picture.height * width) / picture.width)), colourDepth).join("\n");
}

/** The picture as lines of `width` characters that stand for `height` pixels. */
export function pictureLines(picture: Picture, width: number, height: number, colourDepth: ColourDepth): string[] {
  const raster = rasterOf(picture);
  if (colourDepth !== "ascii") return halfBlockLines(resizeRaster(raster, width, height), colourDepth);
  const lines = resizeRaster(raster, width, Math.ceil(height / 2));
  return Array.from({ length: lines.height }, (_, y) => Array.from({ length: width }, (__, x) => asciiAt("grey", luma(pixelAt(lines, x, y)) / 255)).join(""));
}
