import { expect, test } from "vitest";
import type { Dense } from "./dense.js";
import { oracleArgmax, oracleArgmin, oracleMax, oracleMin } from "./extremum.js";
import { oracleAll, oracleAny, oracleMean, oracleProd, oracleSum } from "./reduction.js";
import { oracleLogSoftmax, oracleLogSumExp, oracleSoftmax } from "./softmax.js";
import { oracleStd, oracleVar } from "./variance.js";

const table: Dense = { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
const list = (...data: number[]): Dense => ({ shape: [data.length], data });
const empty: Dense = { shape: [2, 0], data: [] };
const result = (shape: number[], ...data: number[]) => ({ shape, data: Float64Array.from(data) });

test("sums of columns, of rows, of all; keepDim leaves sizes of 1", () => {
  expect(oracleSum(table, 0)).toEqual(result([3], 5, 7, 9));
  expect(oracleSum(table, -1, { keepDim: true })).toEqual(result([2, 1], 6, 15));
  expect(oracleSum(table)).toEqual(result([], 21));
  expect(oracleMean(table, [1])).toEqual(result([2], 2, 5));
  expect(oracleProd(table, 1)).toEqual(result([2], 6, 120));
});

test("nothing to reduce: sum 0, product 1, mean and variance NaN, no maximum", () => {
  expect(oracleSum(empty, 1)).toEqual(result([2], 0, 0));
  expect(oracleProd(empty, 1)).toEqual(result([2], 1, 1));
  expect(oracleMean(empty, 1)).toEqual(result([2], Number.NaN, Number.NaN));
  expect(oracleVar(empty, 1)).toEqual(result([2], Number.NaN, Number.NaN));
  expect(() => oracleMax(empty, 1)).toThrow("no extremum of nothing");
});

test("any and all see NaN as not 0", () => {
  expect(oracleAny({ shape: [2, 2], data: [0, 0, 0, Number.NaN] }, 1)).toEqual(result([2], 0, 1));
  expect(oracleAll({ shape: [2, 2], data: [1, 0, 1, Number.NaN] }, 1)).toEqual(result([2], 0, 1));
});

// 1, 3, 5: mean 3, squares 4 + 0 + 4 = 8.
test("variance 8/2 = 4, deviation 2, with correction 0 8/3, with correction 5 8/0", () => {
  expect(oracleVar(list(1, 3, 5))).toEqual(result([], 4));
  expect(oracleStd(list(1, 3, 5))).toEqual(result([], 2));
  expect(oracleVar(list(1, 3, 5), 0, { correction: 0 })).toEqual(result([], 8 / 3));
  expect(oracleVar(list(1, 3, 5), 0, { correction: 5 })).toEqual(result([], Infinity));
  expect(oracleVar(list(7))).toEqual(result([], Number.NaN));
});

test("the first extremum, and NaN before all others", () => {
  expect(oracleArgmax(list(2, 9, 9))).toEqual(result([], 1));
  expect(oracleArgmin(list(2, 0, 9, 0))).toEqual(result([], 1));
  expect(oracleArgmax(table)).toEqual(result([], 5));
  expect(oracleArgmin(table, 0, { keepDim: true })).toEqual(result([1, 3], 0, 0, 0));
  const broken = list(Infinity, Number.NaN, -Infinity, Number.NaN);
  expect(oracleArgmax(broken)).toEqual(result([], 1));
  expect(oracleArgmin(broken)).toEqual(result([], 1));
  expect(oracleMax(broken)).toEqual(result([], Number.NaN));
  expect(oracleMin(table, 1)).toEqual(result([2], 1, 4));
});

test("logSumExp of logarithms adds: log 1 + log 3 → log 4, shifted by 1000 too", () => {
  expect(oracleLogSumExp(list(0, Math.log(3))).data[0]).toBeCloseTo(Math.log(4), 14);
  expect(oracleLogSumExp(list(1000, 1000 + Math.log(3))).data[0]).toBeCloseTo(1000 + Math.log(4), 11);
  expect(oracleLogSumExp({ shape: [2, 1], data: [-Infinity, Infinity] }, 1)).toEqual(result([2], -Infinity, Infinity));
});

test("softmax 1/4, 3/4, and its logarithm where the softmax itself underflows", () => {
  const softmax = oracleSoftmax(list(0, Math.log(3)), 0);
  expect(softmax.data[0]).toBeCloseTo(1 / 4, 15);
  expect(softmax.data[1]).toBeCloseTo(3 / 4, 15);
  expect(oracleLogSoftmax(list(0, 1000), 0)).toEqual(result([2], -1000, 0));
  expect(oracleSoftmax(list(-Infinity, -Infinity), 0)).toEqual(result([2], Number.NaN, Number.NaN));
});
