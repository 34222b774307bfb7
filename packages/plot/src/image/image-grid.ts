import { ArgumentError, ShapeError } from "@convoke/core";
import { checkChoice, checkInteger, checkOptions } from "../check-options.js";
import { formatNumber } from "../format-number.js";
import { drawText, textHeight, textWidth } from "./bitmap-font.js";
import { grey, notANumber, signed } from "./colour-map.js";
import { createRaster, fillRect, type Raster, type Rgb } from "./raster.js";
import { place, type Plane, rangeOf, symmetric, type ValueRange } from "./value-range.js";

/** How a grid of maps looks; every length is in pixels. */
export interface GridStyle {
  /** Maps in a row; the default makes the grid about square. */
  readonly columns?: number;
  /** Pixels a value in each direction; the default makes a map about 84 pixels wide. */
  readonly scale?: number;
  /** Between the maps and around them, 8. */
  readonly gap?: number;
  /** `grey` from black (least) to white (greatest), or `signed`: blue below zero, white at zero, red above. */
  readonly colours?: "grey" | "signed";
  /** Colours mean the same in all maps (`shared`), or each map uses them all (`each`), which makes a dead map look alive. */
  readonly range?: "shared" | "each";
  /** A title for each map. */
  readonly titles?: readonly string[];
}

/** Maps of one size, to be drawn as a grid. */
export interface ImageGridOptions extends GridStyle {
  readonly maps: readonly Plane[];
  readonly width: number;
  readonly height: number;
}

export const styleOptions = ["columns", "scale", "gap", "colours", "range", "titles"];
const background: Rgb = [238, 240, 243];
const ink: Rgb = [55, 65, 81];
const frame: Rgb = [156, 163, 175];
const textGap = 3;
const legendWidth = 96;
const largestImage = 2 ** 26; // pixels

/**
 * Draws maps side by side, with the range of their values below (below each with `range: "each"`); NaN is magenta.
 *
 * **Shapes** maps: n of `[height, width]` → an RGB image for `encodePng`.
 *
 * @throws ArgumentError for options that do not exist, no maps, or an image of more than 2²⁶ pixels
 * @throws ShapeError for a map of another size
 * @example
 * const png = await encodePng(imageGrid({ maps: [new Float32Array([0, 1, 2, 3])], width: 2, height: 2, titles: ["ramp"] }));
 */
export function imageGrid(options: ImageGridOptions): Raster {
  checkOptions("imageGrid", options, ["maps", "width", "height", ...styleOptions]);
  return drawGrid("imageGrid", options);
}

/** `imageGrid` for a caller that names itself in the errors. */
export function drawGrid(caller: string, options: ImageGridOptions): Raster {
  const { maps, width, height, columns, scale, gap, colours, range, titles } = checked(caller, options);
  const ranges = range === "each" ? maps.map((map) => rangeFor([map], colours)) : [rangeFor(maps, colours)];
  const captions = range === "each" ? ranges.map(({ min, max }) => `${short(min)} : ${short(max)}`) : [];
  const footer = range === "each" ? null : { left: short(ranges[0]!.min), right: short(ranges[0]!.max) };

  const mapWidth = width * scale + 2; // a frame of 1
  const mapHeight = height * scale + 2;
  const lineHeight = textHeight + textGap;
  const cellWidth = [...titles, ...captions].reduce((widest, text) => Math.max(widest, textWidth(text)), mapWidth);
  const mapTop = titles.length > 0 ? lineHeight : 0;
  const cellHeight = mapTop + mapHeight + (captions.length > 0 ? lineHeight : 0);
  const footerWidth = footer === null ? 0 : textWidth(footer.left) + textWidth(footer.right) + legendWidth + 4 * textGap;
  const rows = Math.ceil(maps.length / columns);
  const imageWidth = gap + Math.max(columns * (cellWidth + gap), footerWidth + gap);
  const imageHeight = gap + rows * (cellHeight + gap) + (footer === null ? 0 : textHeight + 2 + gap);
  if (imageWidth * imageHeight > largestImage) {
    throw new ArgumentError(`${caller}: the image is ${imageWidth} × ${imageHeight} pixels, expected at most ${largestImage} in all`, { hint: "lower scale, or draw fewer maps" });
  }

  const image = createRaster(imageWidth, imageHeight, background);
  maps.forEach((map, i) => {
    const left = gap + (i % columns) * (cellWidth + gap);
    const top = gap + Math.floor(i / columns) * (cellHeight + gap);
    const title = titles[i];
    if (title !== undefined) drawText(image, left, top, title, ink);
    fillRect(image, left, top + mapTop, mapWidth, mapHeight, frame);
    drawMap(image, left + 1, top + mapTop + 1, map, width, scale, (value) => colourOf(value, ranges[i] ?? ranges[0]!, colours));
    const caption = captions[i];
    if (caption !== undefined) drawText(image, left, top + mapTop + mapHeight + textGap, caption, ink);
  });
  if (footer !== null) drawLegend(image, gap, imageHeight - gap - textHeight - 2, footer, colours);
  return image;
}

function checked(caller: string, options: ImageGridOptions): Required<ImageGridOptions> {
  const { maps, width, height, colours = "grey", range = "shared", gap = 8, titles = [] } = options;
  if (maps.length === 0) throw new ArgumentError(`${caller}: there are no maps, expected at least one`);
  checkInteger(caller, "width", width, 1, 2 ** 16);
  checkInteger(caller, "height", height, 1, 2 ** 16);
  const { columns = Math.ceil(Math.sqrt(maps.length)), scale = Math.max(1, Math.round(84 / width)) } = options;
  checkInteger(caller, "columns", columns, 1, 2 ** 16);
  checkInteger(caller, "scale", scale, 1, 2 ** 10);
  checkInteger(caller, "gap", gap, 0, 2 ** 10);
  checkChoice(caller, "colours", colours, ["grey", "signed"]);
  checkChoice(caller, "range", range, ["shared", "each"]);
  const odd = maps.findIndex((map) => map.length !== width * height);
  if (odd !== -1) throw new ShapeError(`${caller}: map ${odd} has ${maps[odd]!.length} values, but [${height}, ${width}] needs ${width * height}`);
  if (titles.length > 0 && titles.length !== maps.length) throw new ArgumentError(`${caller}: there are ${titles.length} titles, expected ${maps.length}, one for each map`);
  return { maps, width, height, columns: Math.min(columns, maps.length), scale, gap, colours, range, titles };
}

function rangeFor(maps: readonly Plane[], colours: "grey" | "signed"): ValueRange {
  const range = rangeOf(maps);
  return colours === "signed" ? symmetric(range) : range;
}

function colourOf(value: number, range: ValueRange, colours: "grey" | "signed"): Rgb {
  if (Number.isNaN(value)) return notANumber;
  return colours === "signed" ? signed(2 * place(value, range, 0.5) - 1) : grey(place(value, range, 0));
}

function drawMap(image: Raster, left: number, top: number, map: Plane, width: number, scale: number, colour: (value: number) => Rgb): void {
  map.forEach((value, i) => {
    fillRect(image, left + (i % width) * scale, top + Math.floor(i / width) * scale, scale, scale, colour(value));
  });
}

/** least ▕ all the colours ▏ greatest */
function drawLegend(image: Raster, left: number, top: number, ends: { left: string; right: string }, colours: "grey" | "signed"): void {
  drawText(image, left, top + 1, ends.left, ink);
  const barLeft = left + textWidth(ends.left) + 2 * textGap;
  fillRect(image, barLeft, top, legendWidth, textHeight + 2, frame);
  for (let x = 1; x < legendWidth - 1; x++) {
    const value = (x - 1) / (legendWidth - 3);
    fillRect(image, barLeft + x, top + 1, 1, textHeight, colourOf(value, { min: 0, max: 1 }, colours));
  }
  drawText(image, barLeft + legendWidth + 2 * textGap, top + 1, ends.right, ink);
}

function short(value: number): string {
  return formatNumber(value, 3);
}
