import { characterCells } from "../character-width.js";

/** About how many cells of a terminal a text fills: wide characters two, combining marks none. */
export function textCells(text: string): number {
  let cells = 0;
  for (const character of text) cells += characterCells(character);
  return cells;
}

/** The text on one line, filled up or cut to `cells`; control characters, which could command the terminal, become "?". */
export function fitCells(text: string, cells: number): string {
  let shown = oneLine(text);
  if (textCells(shown) > cells) {
    const cut = ".".repeat(Math.min(2, cells));
    while (textCells(shown) > cells - cut.length) shown = [...shown].slice(0, -1).join("");
    shown += cut;
  }
  return shown + " ".repeat(cells - textCells(shown));
}

export function oneLine(text: string): string {
  return text.normalize("NFC").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, "?");
}
