import { arithmetic } from "../blocks/arithmetic.js";
import type { Block, MatrixContent } from "../blocks/block.js";
import { cellText } from "../blocks/cell-text.js";
import { inLanguage, type Language, type Text } from "../blocks/text.js";
import { matrixLines, sideBySide } from "./matrix-text.js";
import type { Paint } from "./paint.js";
import { wrap } from "./wrap.js";

export interface TextStyle {
  readonly language: Language;
  readonly width: number;
  readonly paint: Paint;
}

/** A block as lines for a terminal; `files` says where its pictures were written. */
export function blockLines(block: Block, style: TextStyle, files: readonly string[] = []): string[] {
  const { language, width, paint } = style;
  const say = (text: Text): string => inLanguage(text, language);
  const caption = "caption" in block && block.caption !== undefined ? wrap(plainText(say(block.caption)), width - 2).map((line) => paint("dim", `  ${line}`)) : [];
  switch (block.kind) {
    case "text": return paragraphs(say(block.text), width);
    case "heading": return [paint("bold", say(block.text))];
    case "correction": return marked(language === "vi" ? "Đính chính" : "Correction", "yellow", say(block.text), style);
    case "takeaway": return marked(language === "vi" ? "Ghi nhớ" : "Remember", "green", say(block.text), style);
    case "code": return block.code.trim().split("\n").map((line) => paint("cyan", `  ${line}`));
    case "formulas": return block.formulas.map(({ plain }) => `    ${plain.replace(/ {2,}/g, " ")}`);
    case "matrices": return [...sideOrBelow(block.items.map((item) => (typeof item === "string" ? [item] : titled(item, say))), width), ...caption];
    case "slide": {
      const { input, kernel, output, at = [0, 0], digits = 2, stride = 1, names = ["X", "K", "Y"] } = block.slide;
      const [row, column] = at;
      const frame = [row * stride, column * stride, kernel.length, kernel[0]!.length] as const;
      const [x, k, y] = [{ title: names[0], cells: input, frame }, { title: names[1], cells: kernel }, { title: names[2], cells: output, digits, frame: [row, column, 1, 1] as const }];
      return [...sideOrBelow([titled(x, say), ["⊛"], titled(k, say), ["="], titled(y, say)], width), ...wrap(arithmetic(block.slide, row, column), width - 2).map((line) => `  ${line}`), ...caption];
    }
    case "table": return [...tableLines(block.columns.map(say), block.rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en-US") : plainText(say(cell)))))), ...caption];
    case "bars": return [...barLines(block.bars.map(({ label, value, note }) => ({ label: say(label), value, note: note === undefined ? "" : say(note) })), width, block.digits ?? 2), ...caption];
    case "pictures":
    case "drawing": return [...(files.length > 0 ? files.map((file) => `  → ${file}`) : [`  [${block.name}]`]), ...caption];
  }
}

/** Marks of emphasis are for pages. */
export const plainText = (text: string): string => text.replace(/\*\*|`/g, "").replace(/\*(\S[^*]*)\*/g, "$1");

const paragraphs = (text: string, width: number): string[] =>
  text.trim().split(/\n\s*\n/).flatMap((paragraph, i) => [...(i > 0 ? [""] : []), ...(/^\s*- /.test(paragraph)
    ? paragraph.trim().split(/\n\s*- /).flatMap((item) => wrap(plainText(item.replace(/^- /, "")), width - 4).map((line, k) => `${k === 0 ? "  • " : "    "}${line}`))
    : wrap(plainText(paragraph), width))]);

const marked = (title: string, colour: "yellow" | "green", text: string, { width, paint }: TextStyle): string[] =>
  paragraphs(`${title}: ${text.trim()}`, width - 2).map((line) => `${paint(colour, "▌")} ${line}`.trimEnd());

function titled(content: MatrixContent, say: (text: Text) => string): string[] {
  return [...(content.title === undefined ? [] : [` ${plainText(say(content.title))}`]), ...matrixLines(content)];
}

/** Side by side where they fit, else in as many rows as they need. */
function sideOrBelow(items: readonly (readonly string[])[], width: number): string[] {
  const rows: (readonly string[])[][] = [[]];
  let used = 0;
  for (const item of items) {
    const needs = Math.max(...item.map(({ length }) => length)) + 2;
    if (used > 0 && used + needs > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(item);
    used += needs;
  }
  return rows.flatMap((row, i) => [...(i > 0 ? [""] : []), ...sideBySide(row)]);
}

export function tableLines(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => (row[i] ?? "").length)));
  const isNumber = (text: string): boolean => /^[-−]?[\d.,]+ ?[%×]?$/.test(text);
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => (isNumber(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join("  ")}`.trimEnd();
  return [line(columns), `  ${widths.map((width) => "─".repeat(width)).join("  ")}`, ...rows.map(line)];
}

function barLines(bars: readonly { readonly label: string; readonly value: number; readonly note: string }[], width: number, digits: number): string[] {
  const labelWidth = Math.max(...bars.map(({ label }) => label.length));
  const longest = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const room = Math.max(8, Math.min(40, width - labelWidth - 16));
  return bars.map(({ label, value, note }) =>
    `  ${label.padEnd(labelWidth)}  ${(value < 0 ? "░" : "█").repeat(Math.round((room * Math.abs(value)) / longest))} ${cellText(value, digits)}${note && ` ${note}`}`);
}
