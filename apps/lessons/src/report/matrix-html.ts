import type { MatrixContent, SlideContent } from "../blocks/block.js";
import { arithmetic } from "../blocks/arithmetic.js";
import { cellText, digitsOf } from "../blocks/cell-text.js";
import { both, escapeHtml, inline } from "./html.js";

/** A matrix as a table; a framed cell has the class `on`. */
export function matrixHtml(content: MatrixContent, kind = ""): string {
  const { cells, colours = "plain", frame, title } = content;
  const digits = digitsOf(content);
  const numbers = cells.flat().filter((cell) => typeof cell === "number");
  const limit = content.limit ?? Math.max(...numbers.map(Math.abs), 1e-9);
  const inFrame = (row: number, column: number): boolean =>
    frame !== undefined && row >= frame[0] && row < frame[0] + frame[2] && column >= frame[1] && column < frame[1] + frame[3];
  const cell = (value: number | string, row: number, column: number): string => {
    const shade = typeof value === "number" ? style(value, colours, limit) : "";
    return `<td${inFrame(row, column) ? ' class="on"' : ""}${shade}>${escapeHtml(cellText(value, digits))}</td>`;
  };
  const body = cells.map((row, r) => `<tr>${row.map((value, c) => cell(value, r, c)).join("")}</tr>`).join("");
  const wide = cells[0]!.length > 7 || (cells[0]!.length > 5 && digits > 0) ? " wide" : "";
  return `<table class="matrix ${colours}${wide}"${kind && ` data-part="${kind}"`}>${title === undefined ? "" : `<caption>${both(title, inline)}</caption>`}<tbody>${body}</tbody></table>`;
}

/** How strong a cell is coloured (`--s`, 0 … 1) and on which side of zero; greys need a readable ink. */
function style(value: number, colours: "signed" | "grey" | "plain", limit: number): string {
  if (colours === "plain") return "";
  const share = Math.min(1, Math.abs(value) / limit);
  if (colours === "signed") return ` style="--s:${share.toFixed(2)};--c:var(--${value < 0 ? "negative" : "positive"})"`;
  const level = Math.round(255 * share);
  return ` style="background:rgb(${level},${level},${level});color:${level > 127 ? "#111" : "#eee"}"`;
}

/** Input, kernel and output; the script of the page lets a reader choose the output cell. */
export function slideHtml(slide: SlideContent): string {
  const { input, kernel, output, stride = 1, divisor = 1, digits = 2, at: [row, column] = [0, 0], names = ["X", "K", "Y"] } = slide;
  const frame = [row * stride, column * stride, kernel.length, kernel[0]!.length] as const;
  const data = escapeHtml(JSON.stringify({ input, kernel, output, stride, divisor, digits, at: [row, column] }));
  return `<div class="slide" data-slide="${data}"><div class="matrices">${matrixHtml({ title: names[0], cells: input, colours: "signed", frame }, "input")}<span class="sign">⊛</span>${
    matrixHtml({ title: names[1], cells: kernel, colours: "signed" }, "kernel")}<span class="sign">=</span>${
    matrixHtml({ title: names[2], cells: output, digits, colours: "signed", frame: [row, column, 1, 1] }, "output")}</div><p class="arithmetic" aria-live="polite">${escapeHtml(arithmetic(slide, row, column))}</p></div>`;
}
