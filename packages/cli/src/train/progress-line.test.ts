import { expect, test } from "vitest";
import { progressLine } from "./progress-line.js";
import type { Progress } from "./reporter.js";

const progress: Progress = { epoch: 2, epochs: 10, done: 0.5, secondsLeft: 61.2, imagesPerSecond: 1234.5, loss: 0.12345, accuracy: 0.9612 };
const plain = (text: string): string => text;

test("all parts fit 80 columns", () => {
  const line = progressLine(progress, 79, plain);
  expect(line).toMatch(/^epoch 2\/10  ━+─+   50%  ETA 1:02  loss 0\.1235  acc 96\.12%  1,235 images\/s$/);
  expect(line.length).toBeLessThanOrEqual(79);
});

test("the bar is as full as the work is done", () => {
  const full = (done: number): number => progressLine({ ...progress, epochs: 1, done }, 200, plain).split("━").length - 1;
  expect([0, 0.25, 0.5, 1].map(full)).toEqual([0, 10, 20, 40]);
});

test("100% is said when all is done", () => {
  expect(progressLine({ ...progress, done: 0.999 }, 79, plain)).toContain(" 99%");
  expect(progressLine({ ...progress, done: 1 }, 79, plain)).toContain("100%");
});

test("no window is too narrow, and the percentage goes last", () => {
  for (let width = 0; width <= 200; width++) {
    expect(progressLine({ ...progress, epoch: 100, epochs: 100, secondsLeft: 99_999, imagesPerSecond: 123_456 }, width, plain).length, `${width}`).toBeLessThanOrEqual(width);
  }
  expect(progressLine(progress, 30, plain)).toContain("50%");
});

test("only the bar is painted", () => {
  const line = progressLine(progress, 79, (text) => `<${text}>`);
  expect(line).toMatch(/^epoch 2\/10  <━+>─+   50%/);
});
