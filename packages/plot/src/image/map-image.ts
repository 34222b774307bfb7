import { ArgumentError, ShapeError } from "@convoke/core";
import { checkChoice, checkInteger, checkOptions } from "../check-options.js";
import { allColours, colourAt, type Colours, type ColourScale, colourScale, placeOn } from "./colour-scale.js";
import { checkRange } from "./grid-options.js";
import { createRaster, fillRect, type Raster } from "./raster.js";
import { splitPlanes } from "./split-planes.js";
import type { Plane } from "./value-range.js";

/** How one map is drawn. */
export interface MapStyle {
  /** `grey`, the default, `heat` or `signed`, as in a grid. */
  readonly colours?: Colours;
  /** What the ends of the colours stand for; the default is the least and the greatest value. */
  readonly range?: readonly [low: number, high: number];
  /** Pixels a value in each direction, 1. */
  readonly scale?: number;
}

/**
 * Draws one map alone, without frame and legend: for a page or a canvas that has its own.
 *
 * **Shapes** data: `[height, width]` → an RGB image of `[scale · height, scale · width]`.
 *
 * @throws ShapeError for a shape of another rank or size; ArgumentError for options that do not exist
 * @example
 * const png = await encodePng(mapImage(new Float32Array([-1, 0, 1, -2, 0, 2, -1, 0, 1]), [3, 3], { colours: "signed", scale: 20 }));
 */
export function mapImage(data: Plane, shape: readonly number[], style: MapStyle = {}): Raster {
  checkOptions("mapImage", style, ["colours", "range", "scale"]);
  const { colours = "grey", range, scale = 1 } = style;
  checkChoice("mapImage", "colours", colours, allColours);
  if (range !== undefined) checkRange("mapImage", range);
  checkInteger("mapImage", "scale", scale, 1, 2 ** 10);
  if (shape.length !== 2) throw new ShapeError(`mapImage: shape [${shape.join(", ")}] has rank ${shape.length}, expected [height, width]`);
  const [plane] = splitPlanes("mapImage", data, shape) as [Plane];
  const [height, width] = shape as [number, number];
  if (width * height * scale ** 2 > 2 ** 26) throw new ArgumentError(`mapImage: the image is ${width * scale} × ${height * scale} pixels, expected at most ${2 ** 26} in all`, { hint: "lower scale" });
  const image = createRaster(width * scale, height * scale, [0, 0, 0]);
  drawMap(image, 0, 0, plane, width, scale, colourScale([plane], colours, range === undefined ? null : { min: range[0], max: range[1] }));
  return image;
}

/** Draws a map with its top left corner at (left, top), `size` pixels a value. */
export function drawMap(image: Raster, left: number, top: number, map: Plane, width: number, size: number, scale: ColourScale): void {
  map.forEach((value, i) => {
    fillRect(image, left + (i % width) * size, top + Math.floor(i / width) * size, size, size, colourAt(scale.colours, placeOn(scale, value)));
  });
}
