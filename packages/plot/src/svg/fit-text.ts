import { characterCells } from "../character-width.js";

/** About how wide a text will be; the reader's font is not known, so this errs on the wide side. */
export function estimateTextWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += [0, 0.6, 1][characterCells(character)]!;
  return ems * size;
}

/** The text, cut with "…" where it would be wider than `width`. */
export function fitText(text: string, size: number, width: number): string {
  if (estimateTextWidth(text, size) <= width) return text;
  let fitting = "";
  for (const character of text) {
    if (estimateTextWidth(`${fitting}${character}…`, size) > width) break;
    fitting += character;
  }
  return `${fitting.trimEnd()}…`;
}
