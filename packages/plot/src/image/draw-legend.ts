import type { Words } from "../words/words.js";
import { drawText, textHeight, textWidth } from "./bitmap-font.js";
import { notANumber } from "./colour-map.js";
import { colourAt, type ColourScale, notesOn, placeOn, short } from "./colour-scale.js";
import { fillRect, type Raster, type Rgb } from "./raster.js";

const longestBar = 165; // odd, as every bar: one column is zero
const barHeight = 10;
const tick = 3;
const space = 3;
const ink: Rgb = [55, 65, 81];
const frame: Rgb = [156, 163, 175];

export interface LegendSize {
  readonly width: number;
  readonly height: number;
  readonly barWidth: number;
  readonly notes: ReturnType<typeof notesOn>;
}

/** How large the legend of a scale is below something of `available` width: not wider, unless its numbers need it. */
export function legendSize(scale: ColourScale, available: number, words: Words["grid"]): LegendSize {
  const notes = notesOn(scale, words);
  const { values, nan } = notes;
  const numbers = textWidth(short(scale.ends.min)) + textWidth("0") + textWidth(short(scale.ends.max)) + 8 * space;
  const barWidth = Math.max(numbers, Math.min(longestBar, available)) | 1;
  const width = Math.max(barWidth + (nan ? 3 * space + barHeight + textWidth("NaN") : 0), textWidth(values ?? ""));
  const height = barHeight + tick + space + textHeight + (values === null ? 0 : 2 * space + textHeight);
  return { width, height, barWidth, notes };
}

/**
 * Draws all the colours of a scale as a bar, with ticks and numbers at its ends and at zero; below it what the maps hold where that is
 * something else, and on its right the colour of NaN where there are any.
 */
export function drawLegend(image: Raster, left: number, top: number, scale: ColourScale, { barWidth, notes: { values, nan } }: LegendSize): void {
  const { colours, ends } = scale;
  fillRect(image, left, top, barWidth, barHeight, frame);
  for (let x = 1; x < barWidth - 1; x++) {
    const share = (x - 1) / (barWidth - 3);
    fillRect(image, left + x, top + 1, 1, barHeight - 2, colourAt(colours, colours === "signed" ? 2 * share - 1 : share));
  }

  const numbers = top + barHeight + tick + space;
  const [least, greatest] = [short(ends.min), short(ends.max)];
  mark(image, left, top);
  mark(image, left + barWidth - 1, top);
  drawText(image, left, numbers, least, ink);
  drawText(image, left + barWidth - textWidth(greatest), numbers, greatest, ink);
  if (ends.min < 0 && ends.max > 0) {
    const share = colours === "signed" ? 0.5 : placeOn(scale, 0);
    const x = left + 1 + Math.round(share * (barWidth - 3));
    mark(image, x, top);
    const from = x - Math.floor(textWidth("0") / 2);
    const free = from > left + textWidth(least) + space && from + textWidth("0") < left + barWidth - textWidth(greatest) - space;
    if (free) drawText(image, from, numbers, "0", ink);
  }

  if (values !== null) drawText(image, left, numbers + textHeight + 2 * space, values, ink);
  if (nan) {
    const swatch = left + barWidth + 2 * space;
    fillRect(image, swatch, top, barHeight, barHeight, frame);
    fillRect(image, swatch + 1, top + 1, barHeight - 2, barHeight - 2, notANumber);
    drawText(image, swatch + barHeight + space, top + 2, "NaN", ink);
  }
}

function mark(image: Raster, x: number, top: number): void {
  fillRect(image, x, top + barHeight, 1, tick, ink);
}
