import { expect, test } from "vitest";
import { oracleCrossEntropy } from "./cross-entropy.js";
import type { Dense } from "./dense.js";
import { oracleBceWithLogits, oracleMseLoss } from "./elementwise-loss.js";
import { oracleNllLoss } from "./nll-loss.js";

// Logits 0 and log 3 are the probabilities 1/4 and 3/4: losses log 4 and log 4/3.
const input: Dense = { shape: [2, 2], data: [0, Math.log(3), 0, Math.log(3)] };
const target: Dense = { shape: [2], data: [0, 1] };
const weight: Dense = { shape: [2], data: [1, 3] };
const [first, second] = [Math.log(4), Math.log(4 / 3)];

const data = (x: Dense) => Array.from(x.data);
const near = (...expected: number[]) => expected.map((value) => expect.closeTo(value, 12));

test("crossEntropy of indices: none, sum, mean, and the mean by weights", () => {
  expect(data(oracleCrossEntropy(input, target, { reduction: "none" }))).toEqual(near(first, second));
  expect(data(oracleCrossEntropy(input, target, { reduction: "sum" }))).toEqual(near(first + second));
  expect(data(oracleCrossEntropy(input, target))).toEqual(near((first + second) / 2));
  expect(data(oracleCrossEntropy(input, target, { weight }))).toEqual(near((first + 3 * second) / 4));
});

test("an ignored target adds nothing and counts nothing; the mean of none is NaN", () => {
  expect(data(oracleCrossEntropy(input, { shape: [2], data: [-100, 1] }))).toEqual(near(second));
  expect(data(oracleCrossEntropy(input, target, { ignoreIndex: 1, weight, reduction: "none" }))).toEqual(near(first, 0));
  expect(oracleCrossEntropy(input, { shape: [2], data: [-100, -100] }).data[0]).toBeNaN();
});

test("smoothing 1/2: half of the loss, half of the mean over the classes", () => {
  const uniform = (first + second) / 2;
  expect(data(oracleCrossEntropy(input, target, { labelSmoothing: 0.5, reduction: "none" }))).toEqual(near((first + uniform) / 2, (second + uniform) / 2));
});

test("smoothing with weights: the weight of each class, divided by those of the targets", () => {
  const uniform = (first + 3 * second) / 2;
  const sum = (first + uniform) / 2 + (3 * second + uniform) / 2;
  expect(data(oracleCrossEntropy(input, target, { labelSmoothing: 0.5, weight }))).toEqual(near(sum / 4));
});

test("probabilities: their mixture of losses; the mean divides by the batch, weighted or not", () => {
  const probabilities: Dense = { shape: [2, 2], data: [1, 0, 0.5, 0.5] };
  expect(data(oracleCrossEntropy(input, probabilities, { reduction: "none" }))).toEqual(near(first, (first + second) / 2));
  expect(data(oracleCrossEntropy(input, probabilities, { weight }))).toEqual(near((first + (first + 3 * second) / 2) / 2));
});

test("classes are axis 1 of [N, C, d], and axis 0 of [C]", () => {
  const places: Dense = { shape: [1, 2, 2], data: [0, Math.log(3), Math.log(3), 0] };
  expect(data(oracleCrossEntropy(places, { shape: [1, 2], data: [0, 0] }, { reduction: "none" }))).toEqual(near(first, second));
  expect(data(oracleCrossEntropy({ shape: [2], data: [0, Math.log(3)] }, { shape: [], data: [1] }))).toEqual(near(second));
});

test("nllLoss takes −weight[t] · x[t]: 2·1 and 3·7, the mean over 4", () => {
  const logProbabilities: Dense = { shape: [2, 2], data: [-2, -5, -4, -7] };
  expect(data(oracleNllLoss(logProbabilities, target, { weight, reduction: "none" }))).toEqual(near(2, 21));
  expect(data(oracleNllLoss(logProbabilities, target, { weight }))).toEqual(near(23 / 4));
});

test("mseLoss: 1, 4 and 16; mean 7", () => {
  const x: Dense = { shape: [3], data: [1, 2, 3] };
  const t: Dense = { shape: [3], data: [2, 4, -1] };
  expect(data(oracleMseLoss(x, t, { reduction: "none" }))).toEqual(near(1, 4, 16));
  expect(data(oracleMseLoss(x, t))).toEqual(near(7));
});

test("bceWithLogits at σ = 3/4: log 4/3 for 1, log 4 for 0, and posWeight only for 1", () => {
  const x: Dense = { shape: [2], data: [Math.log(3), Math.log(3)] };
  const t: Dense = { shape: [2], data: [1, 0] };
  expect(data(oracleBceWithLogits(x, t, { reduction: "none" }))).toEqual(near(second, first));
  expect(data(oracleBceWithLogits(x, t, { posWeight: { shape: [], data: [5] }, reduction: "sum" }))).toEqual(near(5 * second + first));
  expect(data(oracleBceWithLogits(x, t, { weight: { shape: [2], data: [2, 4] } }))).toEqual(near((2 * second + 4 * first) / 2));
});

test("bceWithLogits neither overflows nor cancels at ±800", () => {
  const x: Dense = { shape: [2], data: [800, -800] };
  expect(data(oracleBceWithLogits(x, { shape: [2], data: [1, 1] }, { reduction: "none" }))).toEqual(near(0, 800));
});
