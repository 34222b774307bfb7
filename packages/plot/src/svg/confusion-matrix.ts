import { ArgumentError, ShapeError } from "@convoke/core";
import { checkOptions } from "../check-options.js";
import { wordsOf } from "../words/words-of.js";
import type { Words } from "../words/words.js";
import { coordinate, element, svgDocument, text, tooltip } from "./element.js";
import { estimateTextWidth, fitText } from "./fit-text.js";

export interface ConfusionMatrixOptions {
  readonly title: string;
  /** The class of each row and column. */
  readonly labels: readonly string[];
  /** `matrix[t][p]`: how many samples of class t were predicted as class p. */
  readonly matrix: readonly (readonly number[])[];
  /** The fixed words, `english` or `vietnamese`, or yours; English. */
  readonly words?: Words;
}

const muted = "#4b5563";
const labelSize = 12;
const longestLabel = 140;
const marginWidth = 62; // of the columns "total" and "recall"
const marginHeight = 24; // of the rows "total" and "precision"
const right = [0, 82, 136] as const; // blue
const mistaken = [173, 66, 0] as const; // orange

/** The square of cells in the picture. */
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly side: number;
}

/**
 * Draws a confusion matrix as an SVG document: counts, totals, recall of each row, precision of each column.
 *
 * Blue cells are right, orange cells are mistakes; the darker a cell, the larger its share of the row (∛share, so that 1 % is visible).
 *
 * **Shapes** matrix: `[classes, classes]`.
 *
 * @throws ShapeError for a matrix that is not square or does not fit the labels
 * @throws ArgumentError for counts that are not non-negative integers, or options that do not exist
 * @example
 * const svg = confusionMatrix({ title: "Test set", labels: ["cat", "dog"], matrix: [[8, 2], [1, 9]] });
 */
export function confusionMatrix(options: ConfusionMatrixOptions): string {
  checkOptions("confusionMatrix", options, ["title", "labels", "matrix", "words"]);
  const { title, labels, matrix } = options;
  const words = wordsOf("confusionMatrix", "confusionMatrix", options.words);
  checkMatrix(labels, matrix);
  const hits = sum(labels.map((_, i) => matrix[i]![i]!));
  const total = sum(matrix.flat());
  const summary = words.summary(total, percent(hits, total));

  const cell = Math.min(52, Math.max(12, Math.floor(520 / labels.length)));
  const widestLabel = Math.min(longestLabel, Math.max(...labels.map((label) => estimateTextWidth(label, labelSize))));
  const slanted = widestLabel > cell - 4;
  const left = 44 + Math.max(widestLabel, estimateTextWidth(words.precision, labelSize));
  const frame: Frame = { left, top: 110 + (slanted ? widestLabel * 0.7 + 8 : 16), cell, side: labels.length * cell };
  const width = Math.max(left + frame.side + 2 * marginWidth + 24, 460);
  const height = frame.top + frame.side + (columnTextSize(cell) === 0 ? 0 : 2 * marginHeight) + 20;

  return svgDocument(Math.ceil(width), Math.ceil(height), title, describe(labels, matrix, summary, words), [
    text(16, 28, 17, fitText(title, 17, width - 32), { "font-weight": "600" }),
    text(16, 50, labelSize, summary, { fill: muted }),
    text(16, 67, labelSize, words.colours, { fill: muted }),
    ...drawLabels(frame, labels, slanted, words),
    ...drawCells(frame, labels, matrix, words),
    ...drawMargins(frame, matrix, words),
  ]);
}

function drawLabels({ left, top, cell, side }: Frame, labels: readonly string[], slanted: boolean, words: Words["confusionMatrix"]): string[] {
  const middle = { "text-anchor": "middle" };
  const every = Math.ceil(14 / cell); // small cells have room for every second label
  return [
    text(left + side / 2, 94, 13, words.predicted, middle),
    text(0, 0, 13, words.actual, { ...middle, transform: `translate(22 ${coordinate(top + side / 2)}) rotate(-90)` }),
    ...labels.flatMap((label, i) => {
      if (i % every !== 0) return [];
      const centre = i * cell + cell / 2;
      const shown = fitText(label, labelSize, longestLabel);
      const turned = { fill: muted, transform: `translate(${coordinate(left + centre + 4)} ${coordinate(top - 8)}) rotate(-45)` };
      return [
        text(left - 8, top + centre + 4, labelSize, shown, { "text-anchor": "end", fill: muted }),
        slanted ? text(0, 0, labelSize, shown, turned) : text(left + centre, top - 8, labelSize, shown, { ...middle, fill: muted }),
      ];
    }),
  ];
}

function drawCells({ left, top, cell, side }: Frame, labels: readonly string[], matrix: readonly (readonly number[])[], words: Words["confusionMatrix"]): string[] {
  const cells = matrix.flatMap((row, t) => {
    const total = sum(row);
    return row.map((count, p) => {
      const depth = total === 0 ? 0 : Math.cbrt(count / total);
      const fill = (t === p ? right : mistaken).map((channel) => Math.round(255 + (channel - 255) * depth)).join(",");
      const [x, y] = [left + p * cell, top + t * cell];
      const size = Math.min(13, (cell - 4) / (0.6 * Math.max(2, String(count).length)));
      const ink = depth > 0.65 ? "#ffffff" : count === 0 ? "#9ca3af" : "#1f2937";
      return element("g", {}, [
        tooltip(words.cell(labels[t]!, labels[p]!, count)),
        element("rect", { x, y, width: cell, height: cell, fill: `rgb(${fill})`, stroke: "#e5e7eb" }),
        size < 6 ? "" : text(x + cell / 2, y + cell / 2 + size * 0.35, size, String(count), { "text-anchor": "middle", fill: ink }),
      ].join(""));
    });
  });
  return [...cells, element("rect", { x: left, y: top, width: side, height: side, fill: "none", stroke: "#6b7280" })];
}

/** Totals and recall (right of each row), totals and precision (below each column), where the cells have room for them. */
function drawMargins({ left, top, cell, side }: Frame, matrix: readonly (readonly number[])[], words: Words["confusionMatrix"]): string[] {
  const marks: string[] = [];
  const columnSize = columnTextSize(cell);
  const write = (x: number, y: number, size: number, content: string, anchor: "end" | "middle"): number =>
    marks.push(text(x, y, size, content, { "text-anchor": anchor, fill: muted }));

  [words.total, words.recall].forEach((name, margin) => write(left + side + (margin + 1) * marginWidth - 8, top - 8, labelSize, name, "end"));
  if (columnSize > 0) [words.total, words.precision].forEach((name, margin) => write(left - 8, top + side + margin * marginHeight + 18, labelSize, name, "end"));
  matrix.forEach((row, i) => {
    const hits = row[i]!;
    const columnTotal = sum(matrix.map((other) => other[i]!));
    const centre = i * cell + cell / 2;
    [String(sum(row)), percent(hits, sum(row))].forEach((content, margin) =>
      write(left + side + (margin + 1) * marginWidth - 8, top + centre + 4, Math.min(labelSize, cell - 2), content, "end"),
    );
    if (columnSize === 0) return;
    [String(columnTotal), percent(hits, columnTotal)].forEach((content, margin) =>
      write(left + centre, top + side + margin * marginHeight + 18, columnSize, content, "middle"),
    );
  });
  return marks;
}

/** The size of text that fits below a column, 0 where none that can be read does. */
function columnTextSize(cell: number): number {
  const size = Math.min(labelSize, (cell - 2) / estimateTextWidth("99.9 %", 1));
  return size < 6 ? 0 : size;
}

function checkMatrix(labels: readonly string[], matrix: readonly (readonly number[])[]): void {
  if (labels.length === 0) throw new ArgumentError("confusionMatrix: there are no labels, expected at least one class");
  if (matrix.length !== labels.length) throw new ShapeError(`confusionMatrix: matrix has ${matrix.length} rows, expected ${labels.length}, one for each label`);
  matrix.forEach((row, t) => {
    if (row.length !== labels.length) throw new ShapeError(`confusionMatrix: row ${t} of matrix has ${row.length} counts, expected ${labels.length}, one for each label`);
    const bad = row.find((count) => !Number.isSafeInteger(count) || count < 0);
    if (bad !== undefined) throw new ArgumentError(`confusionMatrix: row ${t} of matrix holds ${bad}, expected counts, which are non-negative integers`);
  });
}

function describe(labels: readonly string[], matrix: readonly (readonly number[])[], summary: string, words: Words["confusionMatrix"]): string {
  const mistakes = matrix
    .flatMap((row, t) => row.map((count, p) => ({ count, t, p })))
    .filter(({ count, t, p }) => t !== p && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ count, t, p }) => words.mistake(labels[t]!, labels[p]!, count));
  const worst = mistakes.length === 0 ? words.noMistakes : words.mistakes(mistakes.join(", "));
  return `${words.about(labels.length)} ${summary}. ${worst}`;
}

/** To one decimal; 100.0 % only where it is all of them. */
function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  return `${Math.min(part < whole ? 99.9 : 100, (100 * part) / whole).toFixed(1)} %`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
