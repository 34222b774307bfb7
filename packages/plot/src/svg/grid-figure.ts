import { ArgumentError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { captionOf, short } from "../image/colour-scale.js";
import { checkGrid, type Grid, type GridOptions, gridOptions } from "../image/grid-options.js";
import { drawMap } from "../image/map-image.js";
import { isPicture, rasterOf } from "../image/picture.js";
import { createRaster, type Raster, resizeRaster } from "../image/raster.js";
import { summarise } from "../image/value-range.js";
import { encodePng } from "../png/encode-png.js";
import { pngDataUri } from "../png/png-data-uri.js";
import { element, svgDocument, text, tooltip } from "./element.js";
import { figureLegend } from "./figure-legend.js";
import { estimateTextWidth, fitText } from "./fit-text.js";

/** A grid of maps with a title of its own. */
export interface GridFigureOptions extends GridOptions {
  readonly title: string;
}

const labelSize = 12;
const longestLabel = 200;
const muted = "#4b5563";

/**
 * Draws the grid of `imageGrid` as an SVG document: the maps as pixels, titles and legend as text in any script, sharp at any size, described
 * in words for screen readers. Nothing is loaded from elsewhere.
 *
 * **Shapes** maps: n of `[height, width]`.
 *
 * @throws as `imageGrid`
 * @example
 * const svg = await gridFigure({ title: "Bản đồ đặc trưng", maps: [new Float32Array([-1, 0, 1, 2])], width: 2, height: 2, titles: ["kênh 0"] });
 */
export async function gridFigure(options: GridFigureOptions): Promise<string> {
  checkOptions("gridFigure", options, ["title", ...gridOptions]);
  const { title } = options;
  if (typeof title !== "string") throw new ArgumentError("gridFigure: title is missing, expected a text");
  const grid = checkGrid("gridFigure", options);
  const { maps, width, height, titles, scales, shared, gap = 12 } = grid;
  const { columns = Math.ceil(Math.sqrt(maps.length)), scale = Math.max(1, Math.round(84 / width)) } = grid;
  const captions = shared === null ? scales.map((own) => (own === null ? "" : captionOf(own.values))) : [];

  const [mapWidth, mapHeight] = [width * scale, height * scale];
  const cellWidth = [...titles, ...captions].reduce((widest, label) => Math.max(widest, Math.min(longestLabel, estimateTextWidth(label, labelSize))), mapWidth);
  const titleHeight = titles.length > 0 ? 18 : 0;
  const cellHeight = titleHeight + mapHeight + (captions.some((caption) => caption !== "") ? 18 : 0);
  const left = 16;
  const top = 44;
  const bottom = top + Math.ceil(maps.length / columns) * (cellHeight + gap);
  const legend = shared === null ? null : await figureLegend(shared, grid.words, left, bottom + 4);
  const imageWidth = Math.max(2 * left + columns * (cellWidth + gap) - gap, 2 * left + (legend?.width ?? 0), 2 * left + Math.min(480, estimateTextWidth(title, 17)));

  const tiles = maps.map(async (_, i) => {
    const [x, y] = [left + (i % columns) * (cellWidth + gap), top + Math.floor(i / columns) * (cellHeight + gap)];
    return element("g", {}, [
      tooltip(say(grid, i)),
      ...(titles.length > 0 ? [text(x, y + 11, labelSize, fitText(titles[i]!, labelSize, cellWidth))] : []),
      await drawTile(grid, i, x, y + titleHeight, mapWidth, mapHeight),
      ...(captions.length > 0 ? [text(x, y + titleHeight + mapHeight + 14, labelSize, fitText(captions[i]!, labelSize, cellWidth), { fill: muted })] : []),
    ].join(""));
  });
  return svgDocument(Math.ceil(imageWidth), Math.ceil(bottom + (legend === null ? 0 : legend.height + 4) + 8), title, describe(grid), [
    text(16, 28, 17, fitText(title, 17, imageWidth - 32), { "font-weight": "600" }),
    ...(await Promise.all(tiles)),
    ...(legend?.marks ?? []),
  ]);
}

/** A map with a pixel a value, or a photo with at most two pixels for each of its box, for fine screens. */
async function drawTile({ maps, width, height, scales }: Grid, index: number, x: number, y: number, boxWidth: number, boxHeight: number): Promise<string> {
  const map = maps[index]!;
  let raster: Raster;
  if (isPicture(map)) {
    const photo = rasterOf(map);
    const factor = Math.min(1, (2 * boxWidth) / photo.width, (2 * boxHeight) / photo.height);
    raster = resizeRaster(photo, Math.max(1, Math.round(photo.width * factor)), Math.max(1, Math.round(photo.height * factor)));
  } else {
    raster = createRaster(width, height, [0, 0, 0]);
    drawMap(raster, 0, 0, map, width, 1, scales[index]!);
  }
  const smooth = raster.width > boxWidth || raster.height > boxHeight;
  const place = { x, y, width: boxWidth, height: boxHeight };
  const image = { ...place, href: pngDataUri(await encodePng(raster)), style: `image-rendering:${smooth ? "auto" : "pixelated"}` };
  return element("image", image) + (isPicture(map) ? "" : element("rect", { ...place, fill: "none", stroke: "#9ca3af" }));
}

/** The name of a map and what it holds. */
function say({ maps, titles, words }: Grid, index: number): string {
  const map = maps[index]!;
  const name = titles[index] ?? (isPicture(map) ? words.photo(index) : words.map(index));
  return isPicture(map) ? name : `${name}: ${captionOf(summarise([map]))}`;
}

function describe(grid: Grid): string {
  const { maps, width, height, colours, shared, words } = grid;
  const named = maps.slice(0, 20).map((_, i) => say(grid, i)).join("; ");
  const range = shared === null ? words.ownRange : words.sharedRange(short(shared.ends.min), short(shared.ends.max));
  const values = maps.every(isPicture) ? "" : ` ${words.colours[colours]} ${range}`;
  return `${words.about(maps.length, height, width)}${values} ${named}${maps.length > 20 ? words.more(maps.length - 20) : ""}.`;
}
