import { barColour, type BarFrame, barText, gridLine, isDrawn, muted, zeroLine } from "./bar-style.js";
import { element, text, tooltip } from "./element.js";
import { estimateTextWidth, fitText } from "./fit-text.js";
import { linearScale } from "./linear-scale.js";

const rowHeight = 26;
const barHeight = 16;
const labelSize = 12;

/** Draws a bar a line, its label on the left, its value behind its end; as high as the bars need. */
export function horizontalBars({ bars, top, width, valueLabel, axis }: BarFrame): { marks: string[]; height: number } {
  const valueWidth = Math.max(...bars.map(({ value }) => estimateTextWidth(barText(value), labelSize))) + 8;
  const labelWidth = Math.min(width * 0.4, Math.max(...bars.map(({ label }) => estimateTextWidth(label, labelSize))));
  const below = axis.some((value) => value < 0);
  const left = 16 + labelWidth + 10 + (below ? valueWidth : 0);
  const right = width - 16 - valueWidth;
  const bottom = top + bars.length * rowHeight;
  const scale = linearScale(axis, { count: Math.max(2, Math.floor((right - left) / 48)) });
  const at = (value: number): number => left + scale.place(value) * (right - left);

  const marks = [
    ...scale.ticks.flatMap(({ value, label }) => [
      element("line", { x1: at(value), y1: top, x2: at(value), y2: bottom, stroke: gridLine }),
      text(at(value), bottom + 18, labelSize, label, { "text-anchor": "middle", fill: muted }),
    ]),
    ...bars.map(({ label, value }, i) => {
      const y = top + i * rowHeight;
      const end = isDrawn(value) ? at(value) : at(0);
      const base = y + rowHeight / 2 + 4;
      return element("g", {}, [
        tooltip(`${label}: ${barText(value)}`),
        text(16 + labelWidth, base, labelSize, fitText(label, labelSize, labelWidth), { "text-anchor": "end" }),
        element("rect", { x: Math.min(end, at(0)), y: y + (rowHeight - barHeight) / 2, width: Math.abs(end - at(0)), height: barHeight, rx: 1, fill: barColour(value, bars) }),
        text(value < 0 ? end - 5 : end + 5, base, labelSize, barText(value), { "text-anchor": value < 0 ? "end" : "start", fill: muted }),
      ].join(""));
    }),
    element("line", { x1: at(0), y1: top, x2: at(0), y2: bottom, stroke: zeroLine }),
    text((left + right) / 2, bottom + 38, 13, fitText(valueLabel, 13, right - left), { "text-anchor": "middle" }),
  ];
  return { marks, height: bottom + 54 };
}
