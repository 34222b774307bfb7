import { cpu } from "@convoke/backend-cpu";
import { arange, reshape, setBackend } from "@convoke/core";
import { beforeAll, expect, test } from "vitest";
import { classResults, mostConfused } from "./class-results.js";
import type { EvalReport } from "./eval-report.js";
import { reportText } from "./report-text.js";
import { roll } from "./roll.js";

beforeAll(() => setBackend(cpu()));

const confusion = [[8, 2, 0], [1, 5, 0], [3, 0, 0]];
const classes = ["cat", "dog", "eel"];

test("precision divides by what was taken for a class, recall by what is it; nothing by nothing is nothing", () => {
  expect(classResults(confusion, classes)).toEqual([
    { name: "cat", images: 10, precision: 8 / 12, recall: 0.8 },
    { name: "dog", images: 6, precision: 5 / 7, recall: 5 / 6 },
    { name: "eel", images: 3, precision: null, recall: 0 },
  ]);
  expect(classResults([[0]], ["none"])).toEqual([{ name: "none", images: 0, precision: null, recall: null }]);
});

test("mistakes come in the order of their number, right ones not at all", () => {
  expect(mostConfused(confusion, classes, 2)).toEqual([{ truth: "eel", predicted: "cat", count: 3 }, { truth: "cat", predicted: "dog", count: 2 }]);
  expect(mostConfused([[5, 0], [0, 5]], ["a", "b"], 9)).toEqual([]);
});

test.each([
  [0, 0, [0, 1, 2, 3, 4, 5]],
  [1, 0, [3, 4, 5, 0, 1, 2]],
  [0, 1, [2, 0, 1, 5, 3, 4]],
  [0, -1, [1, 2, 0, 4, 5, 3]],
  [1, -1, [4, 5, 3, 1, 2, 0]],          // torch.roll(torch.arange(6).reshape(1, 1, 2, 3), (1, -1), (2, 3))
  [2, 3, [0, 1, 2, 3, 4, 5]],
])("rolled %d down and %d to the right", async (down, right, expected) => {
  const moved = roll(reshape(arange(6), [1, 1, 2, 3]), down, right);
  expect(moved.shape).toEqual([1, 1, 2, 3]);
  expect([...(await moved.data())]).toEqual(expected);
});

test("three rows, so that up and down differ", async () => {
  expect([...(await roll(reshape(arange(6), [1, 1, 3, 2]), 1, 0).data())]).toEqual([4, 5, 0, 1, 2, 3]);
  expect([...(await roll(reshape(arange(6), [1, 1, 3, 2]), -1, 0).data())]).toEqual([2, 3, 4, 5, 0, 1]);
});

const report: EvalReport = {
  model: "cnn", parameters: 1, data: "pets", images: 19, accuracy: 13 / 19, loss: 0.5, classes: classResults(confusion, classes), confusion,
  mostConfused: mostConfused(confusion, classes, 5), shifts: [{ down: 0, right: 0, accuracy: 1 }, { down: 6, right: -6, accuracy: 0.5 }],
};

test("the text names classes and shifts in words", () => {
  const text = reportText(report).join("\n");
  for (const part of ["accuracy 68.42%, loss 0.5000", "2 eel       3          –   0.00%", "0 cat  8  2  ·", "      3 × eel taken for cat", "6 down, 6 left        50.00%"]) expect(text).toContain(part);
});

test("a matrix that is too wide is left out", () => {
  const names = Array.from({ length: 13 }, (_, i) => `class ${i}`);
  const matrix = names.map((_, t) => names.map((_, p) => (t === p ? 1 : 0)));
  const lines = reportText({ ...report, classes: classResults(matrix, names), confusion: matrix, mostConfused: [] });
  expect(lines).toContain("The confusion matrix of 13 classes is too wide to print; --out FOLDER draws it.");
  expect(lines).toContain("No image is taken for another class.");
});
