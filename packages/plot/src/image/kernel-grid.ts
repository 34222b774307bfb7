import { ShapeError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { encodePng } from "../png/encode-png.js";
import { type GridStyle, styleOptions } from "./grid-options.js";
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
  if (shape.length !== 4) {
    throw new ShapeError(`kernelGrid: shape [${shape.join(", ")}] has rank ${shape.length}, expected [outChannels, inChannels, kernelHeight, kernelWidth]`);
  }
  const [outChannels, inChannels, height, width] = shape as [number, number, number, number];
  const maps = splitPlanes("kernelGrid", data, shape);
  const titles = Array.from({ length: outChannels * inChannels }, (_, i) =>
    inChannels === 1 ? `kernel ${i}` : `[${Math.floor(i / inChannels)}, ${i % inChannels}]`,
  );
  const columns = inChannels === 1 ? {} : { columns: inChannels };
  return encodePng(drawGrid("kernelGrid", { titles, colours: "signed", ...columns, ...style, maps, width, height }));
}
