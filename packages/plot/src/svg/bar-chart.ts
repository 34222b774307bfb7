import { ArgumentError } from "@convoke/core";
import { checkChoice, checkInteger, checkOptions } from "../check-options.js";
import { wordsOf } from "../words/words-of.js";
import type { Words } from "../words/words.js";
import { type Bar, type BarFrame, barText, isDrawn } from "./bar-style.js";
import { svgDocument, text } from "./element.js";
import { fitText } from "./fit-text.js";
import { horizontalBars } from "./horizontal-bars.js";
import { verticalBars } from "./vertical-bars.js";

export interface BarChartOptions {
  readonly title: string;
  /** What the values are: the name of their axis. */
  readonly valueLabel: string;
  readonly bars: readonly Bar[];
  /** `horizontal` (the default): a bar a line, in the order given; `vertical`: a bar a column. */
  readonly direction?: "horizontal" | "vertical";
  /** Pixels, 720. */
  readonly width?: number;
  /** Pixels; the default is 420 for vertical bars, and as many as the bars need for horizontal ones, which it does not concern. */
  readonly height?: number;
  /** What the two ends of the axis are at least, for instance [0, 1] for probabilities. */
  readonly range?: readonly [low: number, high: number];
  /** The fixed words, `english` or `vietnamese`, or yours; English. */
  readonly words?: Words;
}

const mostBars = 1000;

/**
 * Draws values as bars from zero, as an SVG document: class scores, votes for and against, counts. Red above zero and blue below it, as in
 * the signed maps; where there is nothing below, one plain blue.
 *
 * The picture describes itself in words for screen readers, and writes each value at its bar.
 *
 * @throws ArgumentError for options that do not exist, no bars, or more than the width has room for
 * @example
 * const svg = barChart({ title: "Votes for 7", valueLabel: "contribution", bars: [{ label: "map 3", value: 2.1 }, { label: "map 9", value: -0.7 }] });
 */
export function barChart(options: BarChartOptions): string {
  checkOptions("barChart", options, ["title", "valueLabel", "bars", "direction", "width", "height", "range", "words"]);
  const { title, valueLabel, bars, direction = "horizontal", width = 720, height = 420, range = [0, 0] } = options;
  const words = wordsOf("barChart", "barChart", options.words);
  checkChoice("barChart", "direction", direction, ["horizontal", "vertical"]);
  checkInteger("barChart", "width", width, 240, 10_000);
  checkInteger("barChart", "height", height, 180, 10_000);
  if (bars.length === 0 || bars.length > mostBars) throw new ArgumentError(`barChart: there are ${bars.length} bars, expected 1 to ${mostBars}`);
  const odd = bars.findIndex(({ value }) => typeof value !== "number");
  if (odd !== -1) throw new ArgumentError(`barChart: the value of bar ${odd} is ${String(bars[odd]!.value)}, expected a number`);
  if (range.length !== 2 || !range.every(Number.isFinite) || range[0] > range[1]) throw new ArgumentError(`barChart: range is [${range.join(", ")}], expected [low, high] with low ≤ high`);

  const frame: BarFrame = { bars, top: 48, width, height, valueLabel, axis: [0, ...range, ...bars.map(({ value }) => value).filter(isDrawn)] };
  const drawn = direction === "horizontal" ? horizontalBars(frame) : verticalBars(frame);
  return svgDocument(width, drawn.height, title, describe(bars, valueLabel, words), [
    text(16, 28, 17, fitText(title, 17, width - 32), { "font-weight": "600" }),
    ...drawn.marks,
  ]);
}

function describe(bars: readonly Bar[], valueLabel: string, words: Words["barChart"]): string {
  const named = bars.slice(0, 20).map(({ label, value }) => `${label}: ${barText(value)}`);
  const more = bars.length > named.length ? words.more(bars.length - named.length) : "";
  return `${words.about(valueLabel, bars.length)} ${named.join(", ")}${more}.`;
}
