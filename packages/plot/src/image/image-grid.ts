import { ArgumentError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { drawText, textHeight, textOverhang, textWidth } from "./bitmap-font.js";
import { captionOf } from "./colour-scale.js";
import { drawLegend, legendSize } from "./draw-legend.js";
import { checkGrid, type Grid, type GridOptions, gridOptions } from "./grid-options.js";
import { drawMap } from "./map-image.js";
import { isPicture, rasterOf } from "./picture.js";
import { createRaster, drawRaster, fillRect, type Raster, resizeRaster, type Rgb } from "./raster.js";

const background: Rgb = [238, 240, 243];
const ink: Rgb = [55, 65, 81];
const frame: Rgb = [156, 163, 175];
const textGap = 3;
const largestImage = 2 ** 26; // pixels

/**
 * Draws maps and photos side by side, with a legend below: the colours from the least value to the greatest, and zero. With
 * `range: "each"` the values of each map are written below it instead. NaN is magenta.
 *
 * **Shapes** maps: n of `[height, width]` → an RGB image for `encodePng`.
 *
 * @throws ArgumentError for options that do not exist, no maps, or an image of more than 2²⁶ pixels
 * @throws ShapeError for a map of another size
 * @example
 * const png = await encodePng(imageGrid({ maps: [new Float32Array([0, 1, 2, 3])], width: 2, height: 2, titles: ["ramp"] }));
 */
export function imageGrid(options: GridOptions): Raster {
  checkOptions("imageGrid", options, gridOptions);
  return drawGrid("imageGrid", options);
}

/** `imageGrid` for a caller that names itself in the errors. */
export function drawGrid(caller: string, options: GridOptions): Raster {
  const grid = checkGrid(caller, options);
  const { maps, width, height, titles, scales, shared, words, gap = 8 } = grid;
  const { columns = Math.ceil(Math.sqrt(maps.length)), scale = Math.max(1, Math.round(84 / width)) } = grid;
  const captions = shared === null ? scales.map((own) => (own === null ? "" : captionOf(own.values))) : [];
  const captioned = captions.some((caption) => caption !== "");

  const mapWidth = width * scale + 2; // a frame of 1
  const mapHeight = height * scale + 2;
  const lineHeight = textHeight + textGap;
  const cellWidth = [...titles, ...captions].reduce((widest, text) => Math.max(widest, textWidth(text)), mapWidth);
  const marks = textOverhang(titles);
  const mapTop = titles.length > 0 ? marks.above + lineHeight + marks.below : 0;
  const cellHeight = mapTop + mapHeight + (captioned ? lineHeight : 0);
  const rows = Math.ceil(maps.length / columns);
  const legend = shared === null ? null : legendSize(shared, columns * (cellWidth + gap) - gap, words);
  const imageWidth = gap + Math.max(columns * (cellWidth + gap), (legend?.width ?? 0) + gap);
  const imageHeight = gap + rows * (cellHeight + gap) + (legend === null ? 0 : legend.height + gap);
  if (imageWidth * imageHeight > largestImage) {
    throw new ArgumentError(`${caller}: the image is ${imageWidth} × ${imageHeight} pixels, expected at most ${largestImage} in all`, { hint: "lower scale, or draw fewer maps" });
  }

  const image = createRaster(imageWidth, imageHeight, background);
  maps.forEach((_, i) => {
    const left = gap + (i % columns) * (cellWidth + gap);
    const top = gap + Math.floor(i / columns) * (cellHeight + gap);
    if (titles.length > 0) drawText(image, left, top + marks.above, titles[i]!, ink);
    drawTile(image, left, top + mapTop, grid, i, scale);
    if (captioned) drawText(image, left, top + mapTop + mapHeight + textGap, captions[i]!, ink);
  });
  if (shared !== null && legend !== null) drawLegend(image, gap, imageHeight - gap - legend.height, shared, legend);
  return image;
}

/** A map or photo inside its frame. */
function drawTile(image: Raster, left: number, top: number, { maps, width, height, scales }: Grid, index: number, scale: number): void {
  const map = maps[index]!;
  const [boxWidth, boxHeight] = [width * scale, height * scale];
  if (isPicture(map)) {
    const photo = fitInto(rasterOf(map), boxWidth, boxHeight);
    const [x, y] = [left + Math.floor((boxWidth - photo.width) / 2), top + Math.floor((boxHeight - photo.height) / 2)];
    fillRect(image, x, y, photo.width + 2, photo.height + 2, frame);
    drawRaster(image, x + 1, y + 1, photo);
    return;
  }
  fillRect(image, left, top, boxWidth + 2, boxHeight + 2, frame);
  drawMap(image, left + 1, top + 1, map, width, scale, scales[index]!);
}

/** As large as the box allows: a small photo by whole multiples, a large one averaged down. */
function fitInto(photo: Raster, width: number, height: number): Raster {
  const factor = Math.min(width / photo.width, height / photo.height);
  const exact = factor >= 1 ? Math.floor(factor) : factor;
  return resizeRaster(photo, Math.max(1, Math.round(photo.width * exact)), Math.max(1, Math.round(photo.height * exact)));
}
