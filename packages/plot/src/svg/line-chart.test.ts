import { ArgumentError } from "@convoke/core";
import { expect, test } from "vitest";
import { lineChart, type LineChartOptions } from "./line-chart.js";
import { expectOnCanvas, readSvg } from "./well-formed.test-tool.js";

const base = { title: "Loss", xLabel: "epoch", yLabel: "cross-entropy" };
const chart = (points: [number, number][], more: Partial<LineChartOptions> = {}) => lineChart({ ...base, series: [{ name: "train", points }], ...more });
const values = (svg: string, element: string, name: string) => readSvg(svg).filter((a) => a.element === element && a.name === name).map((a) => a.value);
const tickTexts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!).filter((text) => /^-?[\d.]+(e-?\d+)?$/.test(text));

test("a chart names and describes itself to a screen reader", () => {
  const svg = chart([[1, 0.5], [2, 0.125], [3, 0.25]]);
  expectOnCanvas(svg, 720, 420);
  expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*>\n<title>Loss<\/title>\n<desc>/);
  expect(svg).toContain(
    "<desc>Line chart of cross-entropy against epoch. train: 3 points, first 0.5 at 1, last 0.25 at 3, lowest 0.125 at 2, highest 0.5 at 1.</desc>",
  );
});

test("points lie where the ticks say", () => {
  const svg = chart([[0, 0], [5, 1], [10, 0.5]]);
  const [path] = values(svg, "path", "d");
  const [[x0, y0], [x1, y1], [x2, y2]] = path!.slice(1).split("L").map((p) => p.split(" ").map(Number)) as [[number, number], [number, number], [number, number]];
  expect(x1 - x0).toBeCloseTo(x2 - x1, 1);
  expect(y0 - y2).toBeCloseTo((y0 - y1) / 2, 1);
  const label = (text: string, anchor: string) => Number(new RegExp(`<text x="([\\d.]+)" y="([\\d.]+)"[^>]*text-anchor="${anchor}"[^>]*>${text}<`).exec(svg)![anchor === "end" ? 2 : 1]);
  expect(label("1", "end") - 4).toBeCloseTo(y1, 1);
  expect(label("10", "middle")).toBeCloseTo(x2, 1);
});

test("ticks are round and whole for epochs", () => {
  expect(tickTexts(chart([[1, 0.03], [4, 0.97]])).sort()).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1", "1", "2", "3", "4"]);
});

test("ticks of close values differ", () => {
  const ticks = tickTexts(chart([[0, 1000.0001], [1, 1000.0002]])).filter((text) => text.startsWith("1000"));
  expect(ticks.length).toBeGreaterThan(2);
  expect(new Set(ticks).size).toBe(ticks.length);
});

test("a log axis has equal steps for equal ratios", () => {
  const [path] = values(chart([[0, 100], [1, 1], [2, 0.01]], { yScale: "log" }), "path", "d");
  const [y0, y1, y2] = path!.slice(1).split("L").map((p) => Number(p.split(" ")[1]));
  expect(y1! - y0!).toBeCloseTo(y2! - y1!, 1);
});

test("a curve does not cross a gap", () => {
  const [path] = values(chart([[0, 1], [1, 2], [2, NaN], [3, 1], [4, 2], [5, Infinity]]), "path", "d");
  expect(path!.match(/M/g)).toHaveLength(2);
  expect(values(chart([[0, 1], [1, 0.5], [2, 0], [3, -1], [4, 0.1], [5, 0.2]], { yScale: "log" }), "path", "d")[0]!.match(/M/g)).toHaveLength(2);
});

test("a lone point is a dot, also among many", () => {
  expect(values(chart([[3, 0.5]]), "circle", "cx")).toHaveLength(1);
  const many: [number, number][] = Array.from({ length: 200 }, (_, i) => [i, i === 100 || i === 102 ? NaN : i]);
  expect(values(chart(many), "circle", "cx")).toHaveLength(1);
});

test("no data is said, not drawn", () => {
  for (const series of [[], [{ name: "train", points: [] }], [{ name: "train", points: [[NaN, 1]] as [number, number][] }]]) {
    const svg = lineChart({ ...base, series });
    expectOnCanvas(svg, 720, 420);
    expect(svg).toContain(">no data</text>");
    expect(values(svg, "path", "d")).toEqual([]);
  }
});

test("constant series stay in the middle", () => {
  for (const value of [0, 0.001, -7, 1e250]) {
    const svg = chart([[1, value], [2, value]]);
    expectOnCanvas(svg, 720, 420);
    expect(values(svg, "path", "d")).toHaveLength(1);
  }
});

test("curves differ by more than colour, unless told otherwise", () => {
  const points: [number, number][] = [[1, 1], [2, 2]];
  const names = ["a", "b", "c", "d"];
  const own = values(lineChart({ ...base, series: names.map((name) => ({ name, points })) }), "path", "stroke-dasharray");
  expect(new Set(own).size).toBe(4);
  const told = values(lineChart({ ...base, series: [{ name: "a", points, dashed: true }, { name: "b", points, dashed: false }] }), "path", "stroke-dasharray");
  expect(told).toEqual(["7 4", "none"]);
});

test("text is escaped", () => {
  const evil = `</title><script>alert("1")</script>&'\u0000\ud800`;
  const svg = lineChart({ title: evil, xLabel: evil, yLabel: evil, series: [{ name: evil, points: [[1, 1]] }] });
  readSvg(svg);
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\ufffd\ufffd");
});

test("options are checked", () => {
  expect(() => chart([], { widht: 3 } as object)).toThrow(new ArgumentError('lineChart: unknown option "widht", expected one of title, xLabel, yLabel, series, width, height, yScale, words'));
  expect(() => chart([], { yScale: "log2" as "log" })).toThrow('lineChart: yScale does not exist, expected one of linear, log, got "log2"');
  expect(() => chart([], { width: 10 })).toThrow("lineChart: width is out of range, expected an integer from 240 to 10000, got 10");
  expect(() => chart([[1] as never])).toThrow('lineChart: point 0 of series "train" is not a pair [x, y]');
  const series = Array.from({ length: 60 }, (_, i) => ({ name: `series ${i}`, points: [] }));
  expect(() => lineChart({ ...base, series, height: 200 })).toThrow("leave no room for the curves");
});
