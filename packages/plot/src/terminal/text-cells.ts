// Hangul, CJK, full-width forms, emoji: two cells in a terminal.
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/u;
const mark = /\p{Mark}/u;

/** About how many cells of a terminal a text fills: wide characters two, combining marks none. */
export function textCells(text: string): number {
  let cells = 0;
  for (const character of text) cells += mark.test(character) ? 0 : wide.test(character) ? 2 : 1;
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
