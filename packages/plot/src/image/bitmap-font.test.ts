import { expect, test } from "vitest";
import { drawText, textHeight, textOverhang, textWidth } from "./bitmap-font.js";
import { createRaster } from "./raster.js";

const printed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:?_()[]/%-+=#!\"$&'*;<>@\\^`{|}~×→–…·đĐıß°±≤≥²";
const vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
const tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
const vietnamese = vowels.flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize("NFC"))).flatMap((letter) => [letter, letter.toUpperCase()]);

const [above, below] = [9, 4];

function drawn(text: string): string {
  const width = textWidth(text) + 1;
  const raster = createRaster(width, above + textHeight + below, [255, 255, 255]);
  drawText(raster, 0, above, text, [0, 0, 0]);
  return Array.from({ length: raster.data.length / 3 }, (_, i) => (raster.data[3 * i] === 0 ? "#" : ".")).join("");
}

test("every character has its own glyph: ASCII and the letters of Vietnamese, each with each tone", () => {
  const letters = [...new Set([...printed, ...vietnamese])];
  expect(Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((character) => !printed.includes(character))).toEqual([]);
  expect(letters).toHaveLength(printed.length + 144 - 12); // twelve vowels without a tone or a mark of their own are printed already
  expect(new Set(letters.map(drawn)).size).toBe(letters.length);
  expect(letters.map(drawn)).not.toContain(drawn(" "));
});

test("a letter is the same, however Unicode writes it", () => {
  for (const letter of vietnamese) expect(drawn(letter.normalize("NFD"))).toBe(drawn(letter));
  expect(textWidth("ế".normalize("NFD"))).toBe(5);
});

test("a character that the font lacks is a question mark, also outside the basic plane", () => {
  for (const lacking of ["ж", "😀", "ç", "a\u20d0", "\u0301", "\ud800"]) expect(drawn(lacking)).toBe(drawn("?"));
});

test("text is 5 wide a character with 1 between", () => {
  expect(textWidth("")).toBe(0);
  expect(textWidth("ab")).toBe(11);
});

test("marks and descenders hang over the line by as much as is said", () => {
  expect(textOverhang([])).toEqual({ above: 0, below: 0 });
  expect(textOverhang(["Ab", "kernel 0"])).toEqual({ above: 0, below: 0 });
  expect(textOverhang(["input"])).toEqual({ above: 0, below: 2 });
  expect(textOverhang(["ở", "ạ"])).toEqual({ above: 2, below: 2 });
  expect(textOverhang(["Ỗ"])).toEqual({ above: 6, below: 0 }); // a tone over a shape over a letter, with a row between each
  const width = textWidth("Ỗỵ") + 1;
  const { above: up, below: down } = textOverhang(["Ỗỵ"]);
  const rows = drawn("Ỗỵ").match(new RegExp(`.{${width}}`, "g"))!.map((row) => row.includes("#"));
  expect([rows.indexOf(true), rows.lastIndexOf(true)]).toEqual([above - up, above + textHeight + down - 1]);
});

test("what lies outside of the picture is left out, and does not come in on the other side", () => {
  const raster = createRaster(4, 5, [255, 255, 255]);
  drawText(raster, 2, -2, "H", [0, 0, 0]);
  expect(Array.from({ length: 20 }, (_, i) => (raster.data[3 * i] === 0 ? "#" : ".")).join("").match(/..../g)).toEqual(["..#.", "..##", "..#.", "..#.", "..#."]);
});
