import { ArgumentError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { confusionMatrix } from "./confusion-matrix.js";
import { expectOnCanvas, readSvg } from "./well-formed.test-tool.js";

const size = (svg: string) => ["width", "height"].map((name) => Number(readSvg(svg).find((a) => a.element === "svg" && a.name === name)!.value)) as [number, number];
const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);

test("counts, totals, recall and precision are written", () => {
  // recall: 8/10, 9/12; precision: 8/11, 9/11
  const svg = confusionMatrix({ title: "Pets", labels: ["cat", "dog"], matrix: [[8, 2], [3, 9]] });
  expectOnCanvas(svg, ...size(svg));
  const written = texts(svg);
  for (const text of ["8", "2", "3", "9", "10", "12", "11", "80.0 %", "75.0 %", "72.7 %", "81.8 %", "22 samples, accuracy 77.3 %"]) expect(written).toContain(text);
  expect(svg).toContain("<title>cat predicted as dog: 2</title>");
});

test("a screen reader hears the accuracy and the worst mistakes, largest first", () => {
  const svg = confusionMatrix({ title: "T", labels: ["a", "b", "c"], matrix: [[5, 1, 0], [4, 5, 2], [0, 0, 5]] });
  expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*>\n<title>T<\/title>\n<desc>/);
  expect(svg).toContain("rows are true classes, columns predicted classes. 22 samples, accuracy 68.2 %. Most frequent mistakes: b as a (4), b as c (2), a as b (1).</desc>");
});

test("colour is by share of the row: white for none, full for all", () => {
  const svg = confusionMatrix({ title: "T", labels: ["a", "b"], matrix: [[1000, 0], [1, 0]] });
  const fills = readSvg(svg).filter((a) => a.element === "rect" && a.name === "fill" && a.value.startsWith("rgb")).map((a) => a.value);
  expect(fills).toEqual(["rgb(0,82,136)", "rgb(255,255,255)", "rgb(173,66,0)", "rgb(255,255,255)"]);
});

test("an empty class has no recall, and nearly all is not all", () => {
  const written = texts(confusionMatrix({ title: "T", labels: ["a", "b"], matrix: [[0, 0], [1, 9_999_999]] }));
  expect(written).toContain("–");
  expect(written.filter((text) => text === "99.9 %")).toHaveLength(1);
  expect(written).toContain("100.0 %"); // precision of b
});

test("one class, many classes and long labels fit the canvas", () => {
  for (const count of [1, 2, 11, 40, 120]) {
    const labels = Array.from({ length: count }, (_, i) => `a rather long name of class ${i}`);
    const svg = confusionMatrix({ title: "T".repeat(300), labels, matrix: labels.map((_, t) => labels.map((_, p) => (t * p) % 7)) });
    expectOnCanvas(svg, ...size(svg));
    expect(svg.match(/<title>a rather long name of class \d+ predicted as/g)).toHaveLength(count ** 2);
  }
});

test("labels are escaped", () => {
  const svg = confusionMatrix({ title: "<b>", labels: ["<a>", '"&"'], matrix: [[1, 1], [1, 1]] });
  readSvg(svg);
  expect(svg).toContain("&lt;a&gt; predicted as &quot;&amp;&quot;: 1");
});

test("what is not a confusion matrix is refused", () => {
  const make = (labels: string[], matrix: number[][], more: object = {}) => () => confusionMatrix({ title: "T", labels, matrix, ...more });
  expect(make([], [])).toThrow(ArgumentError);
  expect(make(["a"], [[1], [2]])).toThrow(new ShapeError("confusionMatrix: matrix has 2 rows, expected 1, one for each label"));
  expect(make(["a", "b"], [[1, 2], [3]])).toThrow(new ShapeError("confusionMatrix: row 1 of matrix has 1 counts, expected 2, one for each label"));
  for (const bad of [-1, 0.5, NaN, Infinity]) expect(make(["a"], [[bad]])).toThrow(`confusionMatrix: row 0 of matrix holds ${bad}, expected counts`);
  expect(make(["a"], [[1]], { normalise: true })).toThrow('confusionMatrix: unknown option "normalise"');
});
