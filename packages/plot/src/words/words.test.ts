import { ArgumentError } from "@convoke/core";
import { expect, test } from "vitest";
import { featureMapTiles } from "../image/feature-map-grid.js";
import { imageGrid } from "../image/image-grid.js";
import { kernelTiles } from "../image/kernel-grid.js";
import { overlayFigure } from "../image/overlay.js";
import { barChart } from "../svg/bar-chart.js";
import { confusionMatrix } from "../svg/confusion-matrix.js";
import { gridFigure } from "../svg/grid-figure.js";
import { lineChart } from "../svg/line-chart.js";
import { expectOnCanvas, readSvg } from "../svg/well-formed.test-tool.js";
import { terminalGrid } from "../terminal/terminal-grid.js";
import { english } from "./english.js";
import { vietnamese } from "./vietnamese.js";
import type { Words } from "./words.js";

const odd = new Float32Array([-1, 2, NaN, Infinity]);
const photo = { width: 1, height: 1, channels: 1, data: new Uint8Array(1) } as const;

/** Pictures that say all that there is to say; all that is theirs to choose, and no fixed word, is a number. */
async function allTexts(words?: Words): Promise<string> {
  const given = words && { words };
  const line = { title: "1", xLabel: "2", yLabel: "3", ...given };
  const bars = Array.from({ length: 22 }, (_, i) => ({ label: String(i), value: i }));
  const grid = { title: "1", width: 2, height: 2, ...given };
  const charts = [
    lineChart({ ...line, series: [{ name: "4", points: [[1, 2], [2, 1]] }, { name: "5", points: [] }] }), lineChart({ ...line, series: [] }),
    barChart({ title: "1", valueLabel: "2", bars, ...given }),
    confusionMatrix({ title: "1", labels: ["0", "1"], matrix: [[8, 2], [1, 9]], ...given }), confusionMatrix({ title: "1", labels: ["0"], matrix: [[1]], ...given }),
    await gridFigure({ ...grid, maps: [odd, photo], colours: "signed" }), await gridFigure({ ...grid, maps: [odd], range: "each" }), await gridFigure({ ...grid, maps: [odd], colours: "heat" }),
    await gridFigure({ ...grid, maps: Array.from({ length: 21 }, () => new Float32Array(4).fill(NaN)) }),
    await gridFigure({ title: "1", ...featureMapTiles(odd, [1, 2, 2], words) }), await gridFigure({ title: "1", ...kernelTiles(odd, [1, 1, 2, 2], words) }),
  ];
  for (const svg of charts) {
    const size = (name: string): number => Number(readSvg(svg).find((a) => a.element === "svg" && a.name === name)!.value);
    expectOnCanvas(svg, size("width"), size("height"));
  }
  const terminals = (["ascii", "256"] as const).map((colourDepth) => terminalGrid({ maps: [odd], width: 2, height: 2, colours: "signed", colourDepth, ...given }));
  return [...charts, ...terminals].join("\n").replace(/<(?!\/?(text|title|desc)\b)[^>]*>|\p{Cc}\[[\d;]*m/gu, " ").replace(/<[^>]*>/g, " ");
}

const wordsIn = (text: string): Set<string> => new Set(text.toLowerCase().match(/\p{L}+/gu));

test("no picture with Vietnamese words has an English one", async () => {
  const [words, fixed] = [wordsIn(await allTexts(vietnamese)), wordsIn(await allTexts())];
  expect([...fixed]).toEqual(expect.arrayContaining(["against", "accuracy", "recall", "channel", "photo", "infinities", "magenta", "range"]));
  expect([...fixed].filter((word) => words.has(word))).toEqual(["inf", "nan", "kernel"]);      // these are said in both
});

test("the pictures say every word that there is", async () => {
  const marked = mark(english) as Words;
  const said = await allTexts(marked);
  expect(paths(english).filter((path) => !said.includes(`⟨${path}⟩`))).toEqual([]);
});

test("the words of pixels are in their pixels, as those of the charts", () => {
  const grid = (words: Words) => imageGrid({ maps: [odd], width: 2, height: 2, words }).data;
  const figure = (words: Words) => overlayFigure(photo, new Float32Array([NaN]), [1, 1], { words }).data;
  for (const draw of [grid, figure]) {
    expect(draw(english)).toEqual(draw({ ...english }));
    expect(draw(vietnamese)).not.toEqual(draw(english));
  }
});

test("words without those of the picture are refused", () => {
  const bad = {} as Words;
  expect(() => lineChart({ title: "", xLabel: "", yLabel: "", series: [], words: bad })).toThrow(new ArgumentError("lineChart: words has no lineChart, expected english, vietnamese, or an object with the same keys"));
  expect(() => imageGrid({ maps: [odd], width: 2, height: 2, words: "vi" as unknown as Words })).toThrow("imageGrid: words has no grid");
});

/** Every word with its own path beside it. */
function mark(tree: object, path = ""): object {
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => {
    const sign = `⟨${path}${key}⟩`;
    if (typeof value === "function") return [key, (...args: unknown[]) => `${sign}${args.join(" ")}`];
    return [key, typeof value === "object" ? mark(value as object, `${path}${key}.`) : sign];
  }));
}

function paths(tree: object, path = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === "object" ? paths(value as object, `${path}${key}.`) : [`${path}${key}`]));
}
