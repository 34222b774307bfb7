import { bands } from "./glyph-bands.js";
import { fillRect, type Raster, type Rgb } from "./raster.js";

const glyphWidth = 5;
const advance = glyphWidth + 1;
export const textHeight = 7;

/** Marks as Unicode takes letters apart: above a letter its shape (circumflex …), over that its tone. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  "\u0302": ["..#..", ".#.#."], // circumflex
  "\u0306": ["#...#", ".###."], // breve
  "\u0308": [".#.#."], // diaeresis
  "\u030a": ["..#..", ".#.#.", "..#.."], // ring
  "\u030c": [".#.#.", "..#.."], // caron
};
const tones: Readonly<Record<string, readonly string[]>> = {
  "\u0300": [".#...", "..#.."], // grave
  "\u0301": ["...#.", "..#.."], // acute
  "\u0303": [".#.#.", "#.#.."], // tilde
  "\u0309": ["..##.", "...#.", "..#.."], // hook
};
const horn = "\u031b";
const dotBelow = "\u0323";

type Pixel = readonly [x: number, y: number];

const glyphs = new Map(
  bands.flatMap(([characters, rows]) =>
    [...characters].map((character, i) => [character, pixelsOf(rows.map((row) => row.slice(i * advance, i * advance + glyphWidth)), 0)] as const),
  ),
);

function pixelsOf(rows: readonly string[], top: number): Pixel[] {
  return rows.flatMap((row, y) => [...row].flatMap((cell, x) => (cell === "#" ? [[x, top + y] as const] : [])));
}

/** The letters of a text, each with its marks. */
function letters(text: string): string[] {
  return text.normalize("NFC").normalize("NFD").match(/\P{Mark}\p{Mark}*|\p{Mark}/gsu) ?? [];
}

/** The pixels of a letter and of its marks, which reach above (y < 0) and below the line; "?" for what the font lacks. */
function glyphOf(letter: string): readonly Pixel[] {
  const [base, ...marks] = [...letter] as [string, ...string[]];
  const shape = marks.find((mark) => mark in shapes);
  const tone = marks.find((mark) => mark in tones);
  const drawn = (base === "i" || base === "j") && (shape ?? tone) !== undefined ? glyphs.get(base)!.filter(([, y]) => y > 0) : glyphs.get(base);
  if (drawn === undefined || !marks.every((mark) => mark in shapes || mark in tones || mark === horn || mark === dotBelow)) return glyphs.get("?")!;

  const top = Math.min(...drawn.map(([, y]) => y));
  let free = top - 1; // the row above, which stays empty
  const above: Pixel[] = [];
  for (const rows of [shapes[shape ?? ""], tones[tone ?? ""]]) {
    if (rows === undefined) continue;
    above.push(...pixelsOf(rows, free - rows.length));
    free -= rows.length + 1;
  }
  return [
    ...drawn,
    ...above,
    ...(marks.includes(horn) ? [[glyphWidth, top - 1], [glyphWidth - 1, top]] as const : []),
    ...(marks.includes(dotBelow) ? [[2, Math.max(...drawn.map(([, y]) => y)) + 2]] as const : []),
  ];
}

export function textWidth(text: string): number {
  return Math.max(0, letters(text).length * advance - 1);
}

/** How far texts reach above the line of plain letters, and below it: marks do. */
export function textOverhang(texts: readonly string[]): { above: number; below: number } {
  const rows = texts.flatMap(letters).flatMap(glyphOf).map(([, y]) => y);
  return rows.reduce(({ above, below }, y) => ({ above: Math.max(above, -y), below: Math.max(below, y - textHeight + 1) }), { above: 0, below: 0 });
}

/** Writes one line with the top left corner of its plain letters at (left, top); what the font lacks appears as "?", what lies outside is left out. */
export function drawText(raster: Raster, left: number, top: number, text: string, colour: Rgb): void {
  letters(text).forEach((letter, i) => {
    for (const [x, y] of glyphOf(letter)) {
      const [column, row] = [left + i * advance + x, top + y];
      if (column >= 0 && column < raster.width && row >= 0 && row < raster.height) fillRect(raster, column, row, 1, 1, colour);
    }
  });
}
