import { ArgumentError } from "@convoke/core";
import { barColour, type BarFrame, barText, gridLine, isDrawn, muted, zeroLine } from "./bar-style.js";
import { coordinate, element, text, tooltip } from "./element.js";
import { estimateTextWidth, fitText } from "./fit-text.js";
import { linearScale } from "./linear-scale.js";

const labelSize = 12;
const longestLabel = 140;
const valueHeight = 16; // of a value beyond the end of its bar

/** Draws a bar a column, its label below (slanted where it is too long), its value at its end where there is room. */
export function verticalBars({ bars, top, width, height, valueLabel, axis }: BarFrame): { marks: string[]; height: number } {
  const widest = Math.min(longestLabel, Math.max(...bars.map(({ label }) => estimateTextWidth(label, labelSize))));
  const slanted = widest > (width - 100) / bars.length - 6;
  const bottom = height - 20 - (slanted ? widest * 0.71 + 14 : 14);
  const scale = linearScale(axis, { count: Math.max(2, Math.floor((bottom - top) / 48)), loose: true });
  const left = 44 + Math.max(...scale.ticks.map(({ label }) => estimateTextWidth(label, labelSize)));
  const right = width - 16;
  const column = (right - left) / bars.length;
  if (column < 4 || bottom - top < 60) throw new ArgumentError(`barChart: ${width} × ${height} pixels leave no room for ${bars.length} vertical bars, expected more`, { hint: "direction: \"horizontal\" grows with its bars" });
  const lowest = bottom - (axis.some((value) => value < 0) ? valueHeight : 0);
  const at = (value: number): number => lowest - scale.place(value) * (lowest - top - valueHeight);
  const valueSize = Math.min(labelSize, (column - 2) / Math.max(...bars.map(({ value }) => estimateTextWidth(barText(value), 1))));
  const every = Math.ceil(16 / column); // narrow columns have room for every second label

  const marks = [
    ...scale.ticks.flatMap(({ value, label }) => [
      element("line", { x1: left, y1: at(value), x2: right, y2: at(value), stroke: gridLine }),
      text(left - 8, at(value) + 4, labelSize, label, { "text-anchor": "end", fill: muted }),
    ]),
    ...bars.map(({ label, value }, i) => {
      const x = left + (i + 0.5) * column;
      const end = isDrawn(value) ? at(value) : at(0);
      const barWidth = Math.min(48, column * 0.7);
      const shown = fitText(label, labelSize, longestLabel);
      return element("g", {}, [
        tooltip(`${label}: ${barText(value)}`),
        element("rect", { x: x - barWidth / 2, y: Math.min(end, at(0)), width: barWidth, height: Math.abs(end - at(0)), rx: 1, fill: barColour(value, bars) }),
        valueSize < 7 ? "" : text(x, value < 0 ? end + valueSize + 2 : end - 5, valueSize, barText(value), { "text-anchor": "middle", fill: muted }),
        i % every !== 0 ? "" : slanted
          ? text(0, 0, labelSize, shown, { "text-anchor": "end", transform: `translate(${coordinate(x + 4)} ${coordinate(bottom + 16)}) rotate(-45)` })
          : text(x, bottom + 18, labelSize, shown, { "text-anchor": "middle" }),
      ].join(""));
    }),
    element("line", { x1: left, y1: at(0), x2: right, y2: at(0), stroke: zeroLine }),
    text(0, 0, 13, fitText(valueLabel, 13, bottom - top), { "text-anchor": "middle", transform: `translate(22 ${coordinate((top + bottom) / 2)}) rotate(-90)` }),
  ];
  return { marks, height };
}
