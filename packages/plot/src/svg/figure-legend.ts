import { notANumber } from "../image/colour-map.js";
import { colourAt, type ColourScale, notesOn, placeOn, short } from "../image/colour-scale.js";
import { createRaster, fillRect } from "../image/raster.js";
import { encodePng } from "../png/encode-png.js";
import { pngDataUri } from "../png/png-data-uri.js";
import type { Words } from "../words/words.js";
import { element, text } from "./element.js";
import { estimateTextWidth } from "./fit-text.js";

const barWidth = 201; // odd: the middle column is zero
const barHeight = 12;
const size = 11;
const muted = "#4b5563";

/** The colours of a scale as a bar with its ends and zero, what the maps hold where that is something else, and the colour of NaN if there are any. */
export async function figureLegend(scale: ColourScale, words: Words["grid"], left: number, top: number): Promise<{ marks: string[]; width: number; height: number }> {
  const { colours, ends } = scale;
  const { values, nan } = notesOn(scale, words);
  const ramp = createRaster(barWidth, 1, [0, 0, 0]);
  for (let x = 0; x < barWidth; x++) {
    const share = x / (barWidth - 1);
    fillRect(ramp, x, 0, 1, 1, colourAt(colours, colours === "signed" ? 2 * share - 1 : share));
  }

  const bar = { x: left, y: top, width: barWidth, height: barHeight };
  const below = top + barHeight + 16;
  const mark = (x: number): string => element("line", { x1: x, y1: top + barHeight, x2: x, y2: top + barHeight + 4, stroke: "#6b7280" });
  const number = (x: number, content: string, anchor: string): string => text(x, below, size, content, { "text-anchor": anchor, fill: muted });
  const [least, greatest] = [short(ends.min), short(ends.max)];
  const zero = left + (colours === "signed" ? 0.5 : placeOn(scale, 0)) * barWidth;
  const inside = ends.min < 0 && ends.max > 0;
  const free = inside && zero - left > estimateTextWidth(least, size) + 8 && left + barWidth - zero > estimateTextWidth(greatest, size) + 8;
  const swatch = { x: left + barWidth + 14, y: top, width: barHeight, height: barHeight, fill: `rgb(${notANumber.join(",")})`, stroke: "#9ca3af" };
  const marks = [
    element("image", { ...bar, href: pngDataUri(await encodePng(ramp)), preserveAspectRatio: "none" }),
    element("rect", { ...bar, fill: "none", stroke: "#9ca3af" }),
    mark(left), ...(inside ? [mark(zero)] : []), mark(left + barWidth),
    number(left, least, "start"), ...(free ? [number(zero, "0", "middle")] : []), number(left + barWidth, greatest, "end"),
    ...(nan ? [element("rect", swatch), text(left + barWidth + 32, top + 10, size, "NaN", { fill: muted })] : []),
    ...(values === null ? [] : [text(left, below + 16, size, values, { fill: muted })]),
  ];
  return { marks, width: Math.max(barWidth + (nan ? 60 : 0), estimateTextWidth(values ?? "", size)), height: barHeight + 20 + (values === null ? 0 : 16) };
}
