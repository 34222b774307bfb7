import { ArgumentError } from "@convoke/core";
import { checkChoice, checkInteger, checkOptions } from "../check-options.js";
import { formatNumber } from "../format-number.js";
import { wordsOf } from "../words/words-of.js";
import type { Words } from "../words/words.js";
import type { AxisScale } from "./axis-scale.js";
import { coordinate, element, svgDocument, text, tooltip } from "./element.js";
import { estimateTextWidth, fitText } from "./fit-text.js";
import { drawLegend } from "./legend.js";
import { linearScale } from "./linear-scale.js";
import { logScale } from "./log-scale.js";
import { seriesStyle } from "./series-style.js";

/** One curve. A point that is not finite (or not positive on a log scale) is a gap. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Dashed or solid whatever the other curves are; the default gives each curve its own pattern. */
  readonly dashed?: boolean;
}

export interface LineChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** Pixels, 720. */
  readonly width?: number;
  /** Pixels, 420. */
  readonly height?: number;
  /** `linear`, or `log` to base 10. */
  readonly yScale?: "linear" | "log";
  /** The fixed words, `english` or `vietnamese`, or yours; English. */
  readonly words?: Words;
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const labelSize = 12;
const muted = "#4b5563";
const mostMarkers = 60;

/**
 * Draws curves as an SVG document: round ticks, grid, legend, and a description in words for screen readers.
 *
 * The same options give the same text.
 *
 * @throws ArgumentError for options that do not exist or a size that does
 * @example
 * const svg = lineChart({
 *   title: "Loss", xLabel: "epoch", yLabel: "cross-entropy",
 *   series: [{ name: "train", points: [[1, 0.5], [2, 0.2]] }, { name: "val", points: [[1, 0.4], [2, 0.3]], dashed: true }],
 * });
 */
export function lineChart(options: LineChartOptions): string {
  checkOptions("lineChart", options, ["title", "xLabel", "yLabel", "series", "width", "height", "yScale", "words"]);
  const { title, xLabel, yLabel, width = 720, height = 420, yScale = "linear" } = options;
  const words = wordsOf("lineChart", "lineChart", options.words);
  checkInteger("lineChart", "width", width, 240, 10_000);
  checkInteger("lineChart", "height", height, 180, 10_000);
  checkChoice("lineChart", "yScale", yScale, ["linear", "log"]);
  const series = options.series.map(({ name, points, dashed }, i) => {
    const bad = points.findIndex((point) => point.length !== 2);
    if (bad !== -1) throw new ArgumentError(`lineChart: point ${bad} of series ${JSON.stringify(name)} is not a pair [x, y]`);
    return { name, style: seriesStyle(i, dashed), runs: splitAtGaps(points, yScale) };
  });

  const shown = series.flatMap(({ runs }) => runs.flat());
  const [xs, ys] = [shown.map(([x]) => x), shown.map(([, y]) => y)];
  const legend = drawLegend(series, 16, 52, width - 32);
  const top = legend.bottom + 18;
  const bottom = height - 52;
  const y = yScale === "log" ? logScale(ys, Math.max(2, Math.floor((bottom - top) / 40))) : linearScale(ys, { count: Math.max(2, Math.floor((bottom - top) / 48)), loose: true });
  const tickWidth = Math.max(...y.ticks.map(({ label }) => estimateTextWidth(label, labelSize)));
  const frame: Frame = { left: 44 + tickWidth, top, right: width - 24, bottom };
  const x = linearScale(xs, { count: Math.max(2, Math.floor((frame.right - frame.left) / 56)), whole: xs.every((value) => Number.isInteger(value) && Math.abs(value) < 1e9) });
  if (frame.right - frame.left < 80 || bottom - top < 60) throw new ArgumentError(`lineChart: ${width} × ${height} pixels leave no room for the curves, expected more`);

  return svgDocument(width, height, title, describe(xLabel, yLabel, series, words), [
    text(16, 28, 17, fitText(title, 17, width - 32), { "font-weight": "600" }),
    ...legend.marks,
    ...drawAxes(frame, x, y, xLabel, yLabel),
    ...series.flatMap(({ name, style, runs }) => drawSeries(frame, x, y, name, style, runs, words)),
    ...(shown.length === 0 ? [text((frame.left + frame.right) / 2, (top + bottom) / 2, 14, words.noData, { "text-anchor": "middle", fill: muted })] : []),
  ]);
}

type Point = readonly [x: number, y: number];
type Run = readonly Point[];

/** The stretches of points that can be drawn; a line never crosses a gap. */
function splitAtGaps(points: readonly Point[], yScale: "linear" | "log"): Run[] {
  const runs: Point[][] = [[]];
  for (const [x, y] of points) {
    const drawable = Math.abs(x) < 1e300 && (yScale === "linear" ? Math.abs(y) < 1e300 : y > 1e-150 && y < 1e150);
    if (drawable) runs.at(-1)!.push([x, y]);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function drawAxes(frame: Frame, x: AxisScale, y: AxisScale, xLabel: string, yLabel: string): string[] {
  const { left, right, top, bottom } = frame;
  const atX = (value: number): number => left + x.place(value) * (right - left);
  const atY = (value: number): number => bottom - y.place(value) * (bottom - top);
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string): string => element("line", { x1, y1, x2, y2, stroke });
  const middle = (top + bottom) / 2;
  return [
    ...y.minorTicks.map((value) => line(left, atY(value), right, atY(value), "#f3f4f6")),
    ...y.ticks.map(({ value }) => line(left, atY(value), right, atY(value), "#e5e7eb")),
    ...x.ticks.map(({ value }) => line(atX(value), top, atX(value), bottom, "#f3f4f6")),
    line(left, bottom, right, bottom, "#6b7280"),
    ...x.ticks.map(({ value }) => line(atX(value), bottom, atX(value), bottom + 5, "#6b7280")),
    ...y.ticks.map(({ value, label }) => text(left - 8, atY(value) + 4, labelSize, label, { "text-anchor": "end", fill: muted })),
    ...x.ticks.map(({ value, label }) => text(atX(value), bottom + 19, labelSize, label, { "text-anchor": "middle", fill: muted })),
    text((left + right) / 2, bottom + 40, 13, fitText(xLabel, 13, right - left), { "text-anchor": "middle" }),
    text(0, 0, 13, fitText(yLabel, 13, bottom - top), { "text-anchor": "middle", transform: `translate(22 ${coordinate(middle)}) rotate(-90)` }),
  ];
}

function drawSeries(frame: Frame, x: AxisScale, y: AxisScale, name: string, style: { colour: string; dash: string }, runs: readonly Run[], words: Words["lineChart"]): string[] {
  const atX = (value: number): number => frame.left + x.place(value) * (frame.right - frame.left);
  const atY = (value: number): number => frame.bottom - y.place(value) * (frame.bottom - frame.top);
  const path = runs
    .filter((run) => run.length > 1)
    .map((run) => `M${run.map(([px, py]) => `${coordinate(atX(px))} ${coordinate(atY(py))}`).join("L")}`)
    .join("");
  const few = runs.flat().length <= mostMarkers;
  const marked = runs.filter((run) => few || run.length === 1).flat(); // a lone point has no line to be seen by
  return [
    ...(path === "" ? [] : [element("path", { d: path, fill: "none", stroke: style.colour, "stroke-width": 2, "stroke-linejoin": "round", "stroke-dasharray": style.dash })]),
    ...marked.map(([px, py]) => {
      const label = tooltip(`${name}: ${words.point(formatNumber(py, 4), formatNumber(px, 6))}`);
      return element("circle", { cx: atX(px), cy: atY(py), r: 3, fill: style.colour, stroke: "#ffffff" }, label);
    }),
  ];
}

function describe(xLabel: string, yLabel: string, series: readonly { name: string; runs: readonly Run[] }[], words: Words["lineChart"]): string {
  const sentences = series.map(({ name, runs }) => {
    const points = runs.flat();
    if (points.length === 0) return words.empty(name);
    const lowest = points.reduce((a, b) => (b[1] < a[1] ? b : a));
    const highest = points.reduce((a, b) => (b[1] > a[1] ? b : a));
    const say = ([x, y]: Point): string => words.point(formatNumber(y, 4), formatNumber(x, 6));
    return words.series(name, points.length, say(points[0]!), say(points.at(-1)!), say(lowest), say(highest));
  });
  return [words.about(yLabel, xLabel), ...sentences].join(" ");
}
