import { ArgumentError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { areaAverage } from "../image/area-average.js";
import { captionOf, colourAt, type Colours, type ColourScale, notesOn, placeOn, short } from "../image/colour-scale.js";
import { checkGrid, type Grid, type GridOptions, gridOptions } from "../image/grid-options.js";
import { isPicture } from "../image/picture.js";
import { createRaster, fillRect } from "../image/raster.js";
import { asciiAt, asciiScale } from "./ascii.js";
import type { ColourDepth } from "./colour-depth.js";
import { halfBlockLines } from "./half-blocks.js";
import { pictureLines } from "./terminal-image.js";
import type { Words } from "../words/words.js";
import { checkTerminal, type TerminalOptions, terminalOptions } from "./terminal-options.js";
import { fitCells, textCells } from "./text-cells.js";

const usualCells = 24; // the width of a map where the caller does not say how many stand in a row
const usualGap = 2;
const legendCells = 24;

/**
 * Draws maps side by side as text: `imageGrid` for a terminal, with the same options; `gap` and `scale` count characters.
 *
 * Maps that are too wide are averaged down, so that `columns` of them fit into a line of `lineWidth` characters.
 *
 * **Shapes** maps: n of `[height, width]`.
 *
 * @throws ArgumentError for options that do not exist, no maps, or more maps in a row than a line has room for
 * @throws ShapeError for a map of another size
 * @example
 * console.log(terminalGrid({ maps: [new Float32Array([-1, 0, 1, 2])], width: 2, height: 2, colours: "signed", titles: ["edge"] }));
 */
export function terminalGrid(options: GridOptions & TerminalOptions): string {
  checkOptions("terminalGrid", options, [...gridOptions, ...terminalOptions]);
  const { colourDepth, lineWidth } = checkTerminal("terminalGrid", options);
  const grid = checkGrid("terminalGrid", options);
  const { width, height, titles, gap = usualGap, scale = Math.max(1, Math.round(12 / width)) } = grid;
  const captions = grid.shared === null ? grid.scales.map((own) => (own === null ? "" : captionOf(own.values))) : [];
  const longest = Math.max(0, ...captions.map(textCells));
  const natural = width * scale;
  const columns = grid.columns ?? Math.min(grid.maps.length, Math.max(1, Math.floor((lineWidth + gap) / (Math.max(longest, Math.min(natural, usualCells)) + gap))));
  const cells = Math.min(Math.max(longest, natural), Math.floor((lineWidth + gap) / columns) - gap);
  if (cells < 1) throw new ArgumentError(`terminalGrid: ${columns} maps in a row do not fit into a line of ${lineWidth} characters`, { hint: "lower columns" });
  const mapCells = Math.min(natural, cells);
  const pixels = Math.max(1, Math.round((height * mapCells) / width));

  const blocks = grid.maps.map((_, i) => [
    ...(titles.length > 0 ? [fitCells(titles[i]!, cells)] : []),
    ...mapLines(grid, i, mapCells, pixels, colourDepth).map((line) => line + " ".repeat(cells - mapCells)),
    ...(captions.length > 0 ? [fitCells(captions[i]!, cells)] : []),
  ]);
  const rows = Array.from({ length: Math.ceil(blocks.length / columns) }, (_, row) => besides(blocks.slice(row * columns, (row + 1) * columns), gap));
  return [...rows, ...(grid.shared === null ? [] : [legendLines(grid.shared, grid.words, colourDepth, lineWidth)])].map((lines) => lines.join("\n")).join("\n\n");
}

/** One map as lines of `width` characters that stand for `height` pixels. */
function mapLines(grid: Grid, index: number, width: number, height: number, colourDepth: ColourDepth): string[] {
  const map = grid.maps[index]!;
  if (isPicture(map)) return pictureLines(map, width, height, colourDepth);
  const rows = colourDepth === "ascii" ? Math.ceil(height / 2) : height;
  const scale = grid.scales[index]!;
  const places = areaAverage({ width: grid.width, height: grid.height, channels: 1, data: map }, width, rows, new Float64Array(width * rows)).map((value) => placeOn(scale, value));
  if (colourDepth === "ascii") {
    return Array.from({ length: rows }, (_, row) => Array.from(places.subarray(row * width, (row + 1) * width), (at) => asciiAt(grid.colours, at)).join(""));
  }
  const raster = createRaster(width, rows, [0, 0, 0]);
  places.forEach((at, i) => fillRect(raster, i % width, Math.floor(i / width), 1, 1, colourAt(grid.colours, at)));
  return halfBlockLines(raster, colourDepth);
}

/** least ▀▀▀▀ greatest, a signed scale with its zero in the middle; the numbers alone where a line has no room for colours. */
function legendLines(scale: ColourScale, words: Words["grid"], colourDepth: ColourDepth, lineWidth: number): string[] {
  const { colours, ends } = scale;
  const notes = notesOn(scale, words);
  const [least, greatest] = [short(ends.min), short(ends.max)];
  const cells = legendCells + (colours === "signed" ? 3 : 0);
  const bar = least.length + greatest.length + 2 + cells > lineWidth ? ":" : colourDepth === "ascii" ? `[${asciiScale[colours]}]` : colourBar(colours, colourDepth);
  const nan = notes.nan ? [words.nan(colourDepth === "ascii" ? "?" : words.magenta)] : [];
  const plain = [...(notes.values === null ? [] : [notes.values]), ...nan];
  const numbers = `${least} ${bar} ${greatest}`;
  return [bar === ":" ? fitCells(numbers, lineWidth) : numbers, ...plain.map((line) => fitCells(line, lineWidth).trimEnd())];
}

function colourBar(colours: Colours, colourDepth: "truecolour" | "256"): string {
  const part = (from: number, to: number, cells: number): string => {
    const raster = createRaster(cells, 2, [0, 0, 0]);
    for (let x = 0; x < cells; x++) fillRect(raster, x, 0, 1, 2, colourAt(colours, from + ((to - from) * (x + 0.5)) / cells));
    return halfBlockLines(raster, colourDepth).join("");
  };
  return colours !== "signed" ? part(0, 1, legendCells) : `${part(-1, 0, legendCells / 2)} 0 ${part(0, 1, legendCells / 2)}`;
}

/** Blocks of equally many lines, side by side. */
function besides(blocks: readonly (readonly string[])[], gap: number): string[] {
  return blocks[0]!.map((_, line) => blocks.map((block) => block[line]!).join(" ".repeat(gap)).trimEnd());
}
