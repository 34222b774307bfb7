import { ArgumentError, ShapeError } from "@convoke/core";
import { checkChoice, checkInteger } from "../check-options.js";
import { wordsOf } from "../words/words-of.js";
import type { Words } from "../words/words.js";
import { allColours, type Colours, type ColourScale, colourScale } from "./colour-scale.js";
import { checkPicture, isPicture, type Picture } from "./picture.js";
import type { Plane } from "./value-range.js";

/** How a grid of maps looks; every length is in pixels. */
export interface GridStyle {
  /** Maps in a row; the default makes the grid about square (in a terminal: as many as fit). */
  readonly columns?: number;
  /** Pixels a value in each direction; the default makes a map about 84 pixels wide. */
  readonly scale?: number;
  /** Between the maps and around them, 8. */
  readonly gap?: number;
  /** `grey` (the default) from black (least) to white (greatest), `heat` from black by red to light yellow, or `signed`: blue below zero, white at zero, red above. */
  readonly colours?: Colours;
  /**
   * Colours mean the same in all maps (`shared`), or each map uses them all (`each`), which makes a dead map look alive, so its least and
   * greatest value are written below it; or `[low, high]` are the ends. A signed scale reaches as far down as up. Values beyond the ends
   * take the colour of the end.
   */
  readonly range?: "shared" | "each" | readonly [low: number, high: number];
  /** A title for each map. */
  readonly titles?: readonly string[];
  /** The fixed words, `english` or `vietnamese`, or yours; English. */
  readonly words?: Words;
}

/** Maps of one size, to be drawn as a grid; photos among them keep their own colours and fill the place of a map. */
export interface GridOptions extends GridStyle {
  readonly maps: readonly (Plane | Picture)[];
  readonly width: number;
  readonly height: number;
}

/** What a grid is once its options are known to be right. */
export interface Grid {
  readonly maps: readonly (Plane | Picture)[];
  readonly width: number;
  readonly height: number;
  readonly columns: number | undefined;
  readonly scale: number | undefined;
  readonly gap: number | undefined;
  readonly titles: readonly string[];
  readonly colours: Colours;
  /** The scale of each map; of a photo, null. */
  readonly scales: readonly (ColourScale | null)[];
  /** The scale of them all; null where each has its own, or there are only photos. */
  readonly shared: ColourScale | null;
  readonly words: Words["grid"];
}

export const styleOptions = ["columns", "scale", "gap", "colours", "range", "titles", "words"];
export const gridOptions = ["maps", "width", "height", ...styleOptions];

/** Checks the options of a grid; unknown ones are the caller's to refuse. */
export function checkGrid(caller: string, options: GridOptions): Grid {
  const { maps, width, height, columns, scale, gap, colours = "grey", range = "shared", titles = [] } = options;
  const words = wordsOf(caller, "grid", options.words);
  if (maps.length === 0) throw new ArgumentError(`${caller}: there are no maps, expected at least one`);
  checkInteger(caller, "width", width, 1, 2 ** 16);
  checkInteger(caller, "height", height, 1, 2 ** 16);
  if (columns !== undefined) checkInteger(caller, "columns", columns, 1, 2 ** 16);
  if (scale !== undefined) checkInteger(caller, "scale", scale, 1, 2 ** 10);
  if (gap !== undefined) checkInteger(caller, "gap", gap, 0, 2 ** 10);
  checkChoice(caller, "colours", colours, allColours);
  if (typeof range === "string") checkChoice(caller, "range", range, ["shared", "each"]);
  else checkRange(caller, range, '"shared", "each" or ');
  maps.forEach((map, i) => checkMap(caller, map, i, width, height));
  if (titles.length > 0 && titles.length !== maps.length) throw new ArgumentError(`${caller}: there are ${titles.length} titles, expected ${maps.length}, one for each map`);

  const planes = maps.filter((map): map is Plane => !isPicture(map));
  const fixed = typeof range === "string" ? null : { min: range[0], max: range[1] };
  const shared = range === "each" || planes.length === 0 ? null : colourScale(planes, colours, fixed);
  const scales = maps.map((map) => (isPicture(map) ? null : (shared ?? colourScale([map], colours, null))));
  return { maps, width, height, columns: columns === undefined ? columns : Math.min(columns, maps.length), scale, gap, titles, colours, scales, shared, words };
}

function checkMap(caller: string, map: Plane | Picture, index: number, width: number, height: number): void {
  if (isPicture(map)) return checkPicture(caller, map);
  if (!(map instanceof Float32Array || map instanceof Float64Array)) {
    throw new ArgumentError(`${caller}: map ${index} is neither a Float32Array or Float64Array nor a picture`);
  }
  if (map.length !== width * height) throw new ShapeError(`${caller}: map ${index} has ${map.length} values, but [${height}, ${width}] needs ${width * height}`);
}

export function checkRange(caller: string, range: readonly number[], others = ""): void {
  if (range.length !== 2 || !range.every(Number.isFinite) || range[0]! > range[1]!) {
    throw new ArgumentError(`${caller}: range is [${range.join(", ")}], expected ${others}[low, high] with low ≤ high`);
  }
}
