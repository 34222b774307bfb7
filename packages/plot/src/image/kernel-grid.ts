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
 * Draws the weight of a convolution as the bytes of a PNG file: red above zero, blue below, white at zero.
 *
 * One input channel gives a grid titled `kernel 0`, `kernel 1` …; several give a row for each output channel,
 * and `[2, 1]` is `weight[2, 1]`.
 *
 * **Shapes** data: `[outChannels, inChannels / groups, kernelHeight, kernelWidth]`.
 *
 * @throws ShapeError for a shape of another rank or size; ArgumentError as `imageGrid` does
 * @example
 * const png = await kernelGrid(new Float32Array([-1, 0, 1, -2, 0, 2, -1, 0, 1]), [1, 1, 3, 3]);
 */
export async function kernelGrid(data: Plane, shape: readonly number[], style: GridStyle = {}): Promise<Uint8Array> {
  checkOptions("kernelGrid", style, styleOptions);
  return encodePng(drawGrid("kernelGrid", { ...tiles("kernelGrid", data, shape, style.words), ...style }));
}

/**
 * The same grid as options for `imageGrid`, `gridFigure` or `terminalGrid`, `words` among them.
 *
 * **Shapes** as `kernelGrid`.
 *
 * @throws ShapeError for a shape of another rank or size
 * @example
 * console.log(terminalGrid(kernelTiles(new Float32Array([-1, 0, 1, -2, 0, 2, -1, 0, 1]), [1, 1, 3, 3])));
 */
export function kernelTiles(data: Plane, shape: readonly number[], words?: Words): GridOptions {
  return tiles("kernelTiles", data, shape, words);
}

function tiles(caller: string, data: Plane, shape: readonly number[], words?: Words): GridOptions {
  if (shape.length !== 4) {
    throw new ShapeError(`${caller}: shape [${shape.join(", ")}] has rank ${shape.length}, expected [outChannels, inChannels, kernelHeight, kernelWidth]`);
  }
  const [outChannels, inChannels, height, width] = shape as [number, number, number, number];
  const say = wordsOf(caller, "grid", words);
  const maps = splitPlanes(caller, data, shape);
  const titles = Array.from({ length: outChannels * inChannels }, (_, i) =>
    inChannels === 1 ? say.kernel(i) : `[${Math.floor(i / inChannels)}, ${i % inChannels}]`,
  );
  return { maps, width, height, titles, ...(words && { words }), colours: "signed", ...(inChannels === 1 ? {} : { columns: inChannels }) };
}
