import { ArgumentError, ShapeError } from "@convoke/core";
import { checkChoice, checkInteger, checkOptions } from "../check-options.js";
import { wordsOf } from "../words/words-of.js";
import type { Words } from "../words/words.js";
import { bilinear } from "./bilinear.js";
import { drawText, textHeight, textOverhang, textWidth } from "./bitmap-font.js";
import { colourAt, type ColourScale, colourScale, placeOn } from "./colour-scale.js";
import { drawLegend, legendSize } from "./draw-legend.js";
import { checkRange } from "./grid-options.js";
import { checkPicture, type Picture, rasterOf } from "./picture.js";
import { createRaster, drawRaster, fillRect, luma, pixelAt, type Raster, resizeRaster, type Rgb } from "./raster.js";
import { splitPlanes } from "./split-planes.js";
import type { Plane } from "./value-range.js";

/** How a heat map lies over a picture. */
export interface OverlayStyle {
  /** `heat` (the default) from nothing to light yellow, or `signed`: blue against, red for, nothing at zero. */
  readonly colours?: "heat" | "signed";
  /** How much of the picture the strongest values cover, 0…1; 0.8. Weaker ones cover less. */
  readonly alpha?: number;
  /** What the ends of the colours stand for; the default is the least and the greatest value. */
  readonly range?: readonly [low: number, high: number];
}

/** How an overlay is laid out as a figure; lengths in pixels. */
export interface OverlayFigureStyle extends OverlayStyle {
  /** Pixels a pixel of the picture; the default makes it about 224 wide. */
  readonly scale?: number;
  readonly title?: string;
  /** The fixed words, `english` or `vietnamese`, or yours; English. */
  readonly words?: Words;
}

const styleOptions = ["colours", "alpha", "range"];
const background: Rgb = [238, 240, 243];
const ink: Rgb = [55, 65, 81];
const frame: Rgb = [156, 163, 175];
const gap = 8;

/**
 * Lays a heat map over a picture, as large as the picture: where a network looked. A smaller map is resized bilinearly.
 *
 * pixel = (1 − a)·picture + a·colour, a = alpha·(how far the value is from the end that means nothing); the picture loses its colours, so that
 * those of the map can be read. NaN is magenta.
 *
 * **Shapes** heat: `[height, width]` given by `shape`, at most the picture's → an RGB image, for `encodePng`, `imageGrid` or `terminalImage`.
 *
 * @throws ShapeError for a map that does not fit its shape, or is larger than the picture
 * @throws ArgumentError for a picture that is none, or options that do not exist
 * @example
 * const picture = { width: 4, height: 4, channels: 1, data: new Uint8Array(16).fill(128) } as const;
 * const tile = overlay(picture, new Float32Array([0, 0, 0, 1]), [2, 2]);
 */
export function overlay(picture: Picture, heat: Plane, shape: readonly number[], style: OverlayStyle = {}): Raster {
  checkOptions("overlay", style, styleOptions);
  return blend("overlay", picture, heat, shape, style).raster;
}

/**
 * `overlay` as a figure: enlarged, framed, with a title and a legend.
 *
 * **Shapes** as `overlay`.
 *
 * @throws as `overlay`
 * @example
 * const picture = { width: 4, height: 4, channels: 1, data: new Uint8Array(16).fill(128) } as const;
 * const png = await encodePng(overlayFigure(picture, new Float32Array([-1, 0, 0, 1]), [2, 2], { colours: "signed", title: "for and against" }));
 */
export function overlayFigure(picture: Picture, heat: Plane, shape: readonly number[], style: OverlayFigureStyle = {}): Raster {
  checkOptions("overlayFigure", style, [...styleOptions, "scale", "title", "words"]);
  const { raster, scale: colours } = blend("overlayFigure", picture, heat, shape, style);
  const { scale = Math.max(1, Math.round(224 / raster.width)), title } = style;
  checkInteger("overlayFigure", "scale", scale, 1, 2 ** 10);
  const [width, height] = [raster.width * scale, raster.height * scale];
  if (width * height > 2 ** 26) throw new ArgumentError(`overlayFigure: the image is ${width} × ${height} pixels, expected at most ${2 ** 26} in all`, { hint: "lower scale" });

  const legend = legendSize(colours, width + 2, wordsOf("overlayFigure", "grid", style.words));
  const marks = textOverhang(title === undefined ? [] : [title]);
  const top = gap + (title === undefined ? 0 : marks.above + textHeight + marks.below + 3);
  const image = createRaster(2 * gap + Math.max(width + 2, legend.width, textWidth(title ?? "")), top + height + 2 + gap + legend.height + gap, background);
  if (title !== undefined) drawText(image, gap, gap + marks.above, title, ink);
  fillRect(image, gap, top, width + 2, height + 2, frame);
  drawRaster(image, gap + 1, top + 1, resizeRaster(raster, width, height));
  drawLegend(image, gap, top + height + 2 + gap, colours, legend);
  return image;
}

function blend(caller: string, picture: Picture, heat: Plane, shape: readonly number[], style: OverlayStyle): { raster: Raster; scale: ColourScale } {
  const { colours = "heat", alpha = 0.8, range } = style;
  checkChoice(caller, "colours", colours, ["heat", "signed"]);
  if (!(alpha >= 0 && alpha <= 1)) throw new ArgumentError(`${caller}: alpha is out of range, expected a number from 0 to 1, got ${alpha}`);
  if (range !== undefined) checkRange(caller, range);
  checkPicture(caller, picture);
  if (shape.length !== 2) throw new ShapeError(`${caller}: shape [${shape.join(", ")}] has rank ${shape.length}, expected [height, width]`);
  const [plane] = splitPlanes(caller, heat, shape) as [Plane];
  const [height, width] = shape as [number, number];
  if (height > picture.height || width > picture.width) {
    throw new ShapeError(`${caller}: the heat map [${height}, ${width}] is larger than the picture [${picture.height}, ${picture.width}], expected at most its size`);
  }

  const scale = colourScale([plane], colours, range === undefined ? null : { min: range[0], max: range[1] });
  const raster = rasterOf(picture);
  bilinear(plane, width, height, raster.width, raster.height).forEach((value, i) => {
    const at = placeOn(scale, value);
    const cover = Number.isNaN(at) ? alpha : alpha * Math.abs(at);
    const base = luma(pixelAt(raster, i % raster.width, Math.floor(i / raster.width)));
    colourAt(colours, at).forEach((level, channel) => {
      raster.data[3 * i + channel] = Math.round((1 - cover) * base + cover * level);
    });
  });
  return { raster, scale };
}
