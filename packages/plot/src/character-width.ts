// Hangul, CJK, full-width forms, emoji: about twice as wide as a Latin letter.
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/u;
const mark = /\p{Mark}/u;

/** How many cells of a terminal a character fills: none (a mark on the letter before it), one or two. */
export function characterCells(character: string): 0 | 1 | 2 {
  return mark.test(character) ? 0 : wide.test(character) ? 2 : 1;
}
