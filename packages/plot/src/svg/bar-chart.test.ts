import { ArgumentError } from "@convoke/core";
import { expect, test } from "vitest";
import { barChart, type BarChartOptions } from "./bar-chart.js";
import { expectOnCanvas, readSvg } from "./well-formed.test-tool.js";

const votes = [{ label: "map 3", value: 4 }, { label: "map 9", value: -2 }, { label: "map 1", value: 0 }];
const chart = (more: Partial<BarChartOptions> = {}) => barChart({ title: "Votes for 7", valueLabel: "contribution", bars: votes, ...more });
const size = (svg: string) => ["width", "height"].map((name) => Number(readSvg(svg).find((a) => a.element === "svg" && a.name === name)!.value)) as [number, number];
/** The attributes of each bar. */
const bars = (svg: string) =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="1" fill="(#\w+)"/g)].map(([, x, y, width, height, fill]) => ({
    x: Number(x), y: Number(y), width: Number(width), height: Number(height), fill,
  }));

test("horizontal bars go from zero to the right above it, to the left below it, as long as their values", () => {
  const [up, down, none] = bars(chart());
  expect(up!.x).toBeCloseTo(down!.x + down!.width, 1);
  expect(up!.width).toBeCloseTo(2 * down!.width, 1);
  expect(none!.width).toBe(0);
  expect([up!.fill, down!.fill]).toEqual(["#b2182b", "#2166ac"]);
});

test("vertical bars go from zero up and down", () => {
  const [up, down, none] = bars(chart({ direction: "vertical" }));
  expect(down!.y).toBeCloseTo(up!.y + up!.height, 1);
  expect(up!.height).toBeCloseTo(2 * down!.height, 1);
  expect(none!.height).toBe(0);
});

test("without anything below zero there is one colour, and the axis starts at zero", () => {
  const [high, low] = bars(chart({ bars: [{ label: "a", value: 900 }, { label: "b", value: 450 }] }));
  expect(high!.width).toBeCloseTo(2 * low!.width, 1);
  expect([high!.fill, low!.fill]).toEqual(["#0072b2", "#0072b2"]);
});

test("a range keeps the axis of several charts the same", () => {
  const length = (value: number) => bars(chart({ bars: [{ label: "a", value }], range: [0, 1], direction: "vertical" }))[0]!.height;
  expect(length(0.9)).toBeCloseTo(3 * length(0.3), 1);
});

test("a screen reader hears the values", () => {
  expect(chart()).toMatch(/^<svg [^>]*role="img"[^>]*>\n<title>Votes for 7<\/title>\n<desc>/);
  expect(chart()).toContain("<desc>Bar chart of contribution, 3 bars. map 3: 4, map 9: -2, map 1: 0.</desc>");
  expect(chart({ bars: Array.from({ length: 25 }, () => votes[0]!) })).toContain("map 3: 4, and 5 more.</desc>");
});

test("what is not finite is written, and has no bar", () => {
  for (const direction of ["horizontal", "vertical"] as const) {
    const svg = chart({ bars: [{ label: "a", value: NaN }, { label: "b", value: Infinity }, { label: "c", value: 1 }], direction });
    expectOnCanvas(svg, ...size(svg));
    expect(svg).toContain(">NaN</text>");
    expect(svg).toContain(">Infinity</text>");
    const [nan, infinite] = bars(svg);
    expect([nan, infinite].map((bar) => bar![direction === "horizontal" ? "width" : "height"])).toEqual([0, 0]);
  }
});

test("many bars and long labels stay on the canvas; labels are escaped", () => {
  for (const direction of ["horizontal", "vertical"] as const) {
    const svg = chart({ bars: Array.from({ length: 120 }, (_, i) => ({ label: `<${"nhãn dài ".repeat(9)}${i}>`, value: Math.sin(i) * 1e5 })), direction });
    expectOnCanvas(svg, ...size(svg));
    expect(bars(svg)).toHaveLength(120);
  }
});

test("what cannot be drawn is refused in words", () => {
  expect(() => chart({ bars: [] })).toThrow(new ArgumentError("barChart: there are 0 bars, expected 1 to 1000"));
  expect(() => chart({ bars: [{ label: "a", value: "3" as unknown as number }] })).toThrow("barChart: the value of bar 0 is 3, expected a number");
  expect(() => chart({ direction: "up" as "vertical" })).toThrow('barChart: direction does not exist, expected one of horizontal, vertical, got "up"');
  expect(() => chart({ range: [1, 0] })).toThrow("barChart: range is [1, 0], expected [low, high] with low ≤ high");
  expect(() => chart({ direction: "vertical", bars: Array.from({ length: 500 }, () => votes[0]!) })).toThrow("leave no room for 500 vertical bars");
  expect(() => chart({ color: "red" } as object)).toThrow('barChart: unknown option "color"');
});
