import type { MatrixContent } from "../blocks/block.js";
import { cellText, digitsOf } from "../blocks/cell-text.js";

/** The lines of a matrix; the framed part stands in brackets. */
export function matrixLines(content: MatrixContent): string[] {
  const { cells, frame } = content;
  const texts = cells.map((row) => row.map((cell) => cellText(cell, digitsOf(content))));
  const width = Math.max(...texts.flat().map(({ length }) => length));
  const inFrame = (row: number, column: number): boolean =>
    frame !== undefined && row >= frame[0] && row < frame[0] + frame[2] && column >= frame[1] && column < frame[1] + frame[3];
  return texts.map((row, r) => row.map((cell, c) => {
    const [open, close] = inFrame(r, c) ? ["[", "]"] : [" ", " "];
    return open + cell.padStart(width) + close;
  }).join(""));
}

/** Blocks of lines side by side, each vertically in the middle. */
export function sideBySide(blocks: readonly (readonly string[])[], gap = 2): string[] {
  const height = Math.max(...blocks.map(({ length }) => length));
  const columns = blocks.map((lines) => {
    const width = Math.max(...lines.map(({ length }) => length));
    const above = Math.floor((height - lines.length) / 2);
    return Array.from({ length: height }, (_, row) => (lines[row - above] ?? "").padEnd(width));
  });
  return Array.from({ length: height }, (_, row) => columns.map((column) => column[row]!).join(" ".repeat(gap)).trimEnd());
}
