import { expect, test } from "vitest";
import { bars, matrices, slide, table, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import { blockLines } from "./block-text.js";

const style = { language: "en", width: 40, paint: (_: string, words: string) => words } as const;

test("texts are wrapped, in one language, without marks", () => {
  expect(blockLines(text("không", "**Some** words about `conv2d` that need more than *one* line."), style)).toEqual(["Some words about conv2d that need more", "than one line."]);
  expect(blockLines(text("không", "x"), { ...style, language: "vi" })).toEqual(["không"]);
});

test("matrices stand side by side, a frame is brackets", () => {
  expect(blockLines(matrices([{ title: "X", cells: [[1, -2], [0.5, 4]], digits: 1, frame: [1, 0, 1, 1] }, "→", { cells: [[7]] }]), style)).toEqual([
    " X", "  1.0  −2.0   →   7", "[ 0.5]  4.0",
  ]);
});

test("a slide shows the arithmetic of its cell", () => {
  const lines = blockLines(slide({ input: [[1, 2], [3, 4]], kernel: [[1, -1]], output: [[-1], [-1]], digits: 0, at: [1, 0] }), style);
  expect(lines.at(-1)).toBe("  3·1 + 4·(−1) = −1");
});

test("tables and bars", () => {
  expect(blockLines(table(["a", t("không", "number")], [["x", 1792], ["y", 5]]), style)).toEqual(["  a  number", "  ─  ──────", "  x   1,792", "  y       5"]);
  expect(blockLines(bars([{ label: "one", value: 1 }, { label: "two", value: -2 }]), style)).toEqual([`  one  ${"█".repeat(11)} 1.00`, `  two  ${"░".repeat(21)} −2.00`]);
});
