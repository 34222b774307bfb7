import { ArgumentError } from "@convoke/core";
import { cellsOf, grouped, headings, problemsOf, relativeName, size } from "./cells.js";
import type { SummaryData } from "./model-summary.js";
import type { SummaryRow } from "./summary-row.js";

interface Line {
  readonly title: string;
  readonly cells: readonly string[];
}

export function textOf(summary: SummaryData, columns: number, depth: number): string {
  if (!(columns >= 60)) throw new ArgumentError(`toText: columns is ${columns}, expected at least 60`);
  if (!(depth >= 0)) throw new ArgumentError(`toText: depth is ${depth}, expected 0 or more`);
  const { model, totals } = summary;
  const rule = (mark: string): string => mark.repeat(columns);
  const frozen = totals.parameters - totals.trainableParameters;
  const total = totals.inputBytes + totals.activationBytes + totals.parameterBytes + totals.bufferBytes;
  return [
    rule("="), ...table(model, columns, depth), rule("="),
    `Parameters: ${grouped(totals.parameters)}${frozen > 0 ? ` (${grouped(totals.trainableParameters)} trainable, ${grouped(frozen)} frozen: in parentheses)` : ", all trainable"}`,
    `MACs: ${grouped(totals.macs)} (multiply-accumulates, biases not counted)`,
    `Memory: ${size(total)} (input ${size(totals.inputBytes)}, activations ${size(totals.activationBytes)}, parameters ${size(totals.parameterBytes)}` +
      `${totals.bufferBytes > 0 ? `, buffers ${size(totals.bufferBytes)}` : ""})`,
    "Field: output cell i sees that many input cells from Start + i · Jump on; with Jump 0 all see the same",
    ...problemsOf(model).map((problem) => `Field ?: ${problem}`),
    rule("="),
  ].flatMap((line) => wrap(line, columns)).join("\n");
}

/** The columns, as narrow as their contents; where they do not fit, shapes lose their blanks and then names their ends. */
function table(model: SummaryRow, columns: number, depth: number): string[] {
  const layouts = [(shape: readonly number[]): string => `[${shape.join(", ")}]`, (shape: readonly number[]): string => `[${shape.join(",")}]`].map((shape) => {
    const lines: Line[] = [{ title: headings[0]!, cells: headings.slice(1) }, ...linesOf(model, null, "", "", depth, shape)];
    const widths = headings.slice(1).map((_, at) => Math.max(...lines.map(({ cells }) => cells[at]!.length)));
    return { lines, widths, left: columns - widths.reduce((sum, width) => sum + width + 1, 0), longest: Math.max(...lines.map(({ title }) => title.length)) };
  });
  const { lines, widths, left, longest } = layouts.find((layout) => layout.longest <= layout.left) ?? layouts[1]!;
  const room = Math.max(left, 8);
  const title = (text: string): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text.padEnd(Math.min(room, Math.max(longest, left))));
  const text = lines.map((line) => `${title(line.title)}${line.cells.map((cell, at) => ` ${at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)}`).join("")}`.trimEnd());
  return [text[0]!, "=".repeat(columns), ...text.slice(1)];
}

function linesOf(row: SummaryRow, parent: SummaryRow | null, first: string, next: string, depth: number, shape: (shape: readonly number[]) => string): Line[] {
  const children = depth > 0 ? row.children : [];
  const name = parent ? `${relativeName(row, parent)} ` : "";
  return [
    { title: `${first}${name}${row.type}`, cells: cellsOf(row, children.length === 0, shape) },
    ...children.flatMap((child, at) => {
      const last = at === children.length - 1;
      return linesOf(child, row, `${next}${last ? "└ " : "├ "}`, `${next}${last ? "  " : "│ "}`, depth - 1, shape);
    }),
  ];
}

function wrap(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const at = line.lastIndexOf(" ", columns);
  const cut = at > 2 ? at : columns;
  return [line.slice(0, cut), ...wrap(`  ${line.slice(cut).trimStart()}`, columns)];
}
