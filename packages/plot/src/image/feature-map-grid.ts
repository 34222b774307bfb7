import { ShapeError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { encodePng } from "../png/encode-png.js";
import { wordsOf } from "../words/words-of.js";
import type { Words } from "../words/words.js";
import { type GridOptions, type GridStyle, styleOptions } from "./grid-options.js";
import { drawGrid } from "./image-grid.js";
import { splitPlanes } from "./split-planes.js";
import type { Plane } from "./value-range.js";

/**
 * Draws the channels of one feature map as the bytes of a PNG file, titled `channel 0`, `channel 1` …
 *
 * **Shapes** data: `[channels, height, width]`.
 *
 * @throws ShapeError for a shape of another rank or size; ArgumentError as `imageGrid` does
 * @example
 * const png = await featureMapGrid(new Float32Array([0, 1, 2, 3]), [1, 2, 2]);
 */
export async function featureMapGrid(data: Plane, shape: readonly number[], style: GridStyle = {}): Promise<Uint8Array> {
  checkOptions("featureMapGrid", style, styleOptions);
  return encodePng(drawGrid("featureMapGrid", { ...tiles("featureMapGrid", data, shape, style.words), ...style }));
}

/**
 * The same grid as options for `imageGrid`, `gridFigure` or `terminalGrid`, `words` among them.
 *
 * **Shapes** as `featureMapGrid`.
 *
 * @throws ShapeError for a shape of another rank or size
 * @example
 * console.log(terminalGrid({ ...featureMapTiles(new Float32Array([0, 1, 2, 3]), [1, 2, 2]), columns: 1 }));
 */
export function featureMapTiles(data: Plane, shape: readonly number[], words?: Words): GridOptions {
  return tiles("featureMapTiles", data, shape, words);
}

function tiles(caller: string, data: Plane, shape: readonly number[], words?: Words): GridOptions {
  if (shape.length !== 3) throw new ShapeError(`${caller}: shape [${shape.join(", ")}] has rank ${shape.length}, expected [channels, height, width]`);
  const [channels, height, width] = shape as [number, number, number];
  const say = wordsOf(caller, "grid", words);
  const maps = splitPlanes(caller, data, shape);
  return { maps, width, height, titles: Array.from({ length: channels }, (_, channel) => say.channel(channel)), ...(words && { words }) };
}
