import { element, text } from "./element.js";
import { estimateTextWidth, fitText } from "./fit-text.js";

const size = 12;
const sample = 26; // the piece of line before a name
const lineHeight = 20;

interface Entry {
  readonly name: string;
  readonly style: { readonly colour: string; readonly dash: string };
}

/** Draws the names of the series beside a piece of their lines, from left to right, in as many lines as it takes. */
export function drawLegend(entries: readonly Entry[], left: number, top: number, width: number): { marks: string[]; bottom: number } {
  const marks: string[] = [];
  let x = left;
  let y = top;
  for (const { name, style } of entries) {
    const shown = fitText(name, size, width - sample - 8);
    const entryWidth = sample + 8 + estimateTextWidth(shown, size);
    if (x > left && x + entryWidth > left + width) {
      x = left;
      y += lineHeight;
    }
    marks.push(
      element("line", { x1: x, y1: y - 4, x2: x + sample, y2: y - 4, stroke: style.colour, "stroke-width": 2, "stroke-dasharray": style.dash }),
      text(x + sample + 6, y, size, shown),
    );
    x += entryWidth + 18;
  }
  return { marks, bottom: entries.length === 0 ? top - lineHeight : y };
}
