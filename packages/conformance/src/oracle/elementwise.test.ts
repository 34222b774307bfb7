import { expect, test } from "vitest";
import { oracleGelu, oracleLeakyRelu, oracleRelu, oracleSigmoid } from "./activation.js";
import { oracleAdd, oracleMaximum, oracleMinimum, oraclePow } from "./arithmetic.js";
import { oracleEq, oracleLe, oracleNe } from "./comparison.js";
import type { Dense } from "./dense.js";
import { oracleIsFinite, oracleIsNaN, oracleLogicalNot, oracleLogicalXor, oracleWhere } from "./logical.js";
import { oracleCast, oracleClamp, oracleRound } from "./rounding.js";
import { oracleSign } from "./unary.js";

const list = (...data: number[]): Dense => ({ shape: [data.length], data });
const values = (x: Dense) => Array.from(x.data);

test("broadcasting: a column and a row make a table", () => {
  const sums = oracleAdd({ shape: [2, 1], data: [10, 20] }, list(1, 2, 3));
  expect(sums).toEqual({ shape: [2, 3], data: Float64Array.of(11, 12, 13, 21, 22, 23) });
  expect(oracleAdd({ shape: [0, 1], data: [] }, list(1, 2)).shape).toEqual([0, 2]);
  expect(() => oracleAdd(list(1, 2), list(1, 2, 3))).toThrow("do not broadcast");
});

test("NaN wins in maximum, minimum, relu and clamp, is kept by sigmoid, and has sign 0", () => {
  const x = list(Number.NaN, 1);
  expect(values(oracleMaximum(x, 5))).toEqual([Number.NaN, 5]);
  expect(values(oracleMinimum(5, x))).toEqual([Number.NaN, 1]);
  expect(values(oracleRelu(x))).toEqual([Number.NaN, 1]);
  expect(values(oracleClamp(x, { min: 2 }))).toEqual([Number.NaN, 2]);
  expect(values(oracleSign(x))).toEqual([0, 1]);
});

test("pow by C's rules", () => {
  expect(values(oraclePow(list(1, Number.NaN, -1, -8, 2), list(Number.NaN, 0, Infinity, 1 / 3, -1)))).toEqual([1, 1, 1, Number.NaN, 0.5]);
});

test("only ne holds for NaN", () => {
  const x = list(Number.NaN);
  expect([oracleEq(x, x), oracleNe(x, x), oracleLe(x, x)].map(values)).toEqual([[0], [1], [0]]);
});

test("predicates and truth tables", () => {
  const x = list(0, -0, 3, Number.NaN, Infinity);
  expect(values(oracleLogicalNot(x))).toEqual([1, 1, 0, 0, 0]);
  expect(values(oracleIsNaN(x))).toEqual([0, 0, 0, 1, 0]);
  expect(values(oracleIsFinite(x))).toEqual([1, 1, 1, 0, 0]);
  expect(values(oracleLogicalXor(list(0, 0, 1, 1), list(0, 1, 0, 1)))).toEqual([0, 1, 1, 0]);
  expect(values(oracleWhere(list(1, 0), 7, list(8, 9)))).toEqual([7, 9]);
});

test("halves round to the even neighbour", () => {
  const x = list(0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.4, -2.6, 0.49999999999999994);
  expect(values(oracleRound(x))).toEqual([0, 2, 2, 0, -2, -2, 2, -3, 0]);
});

test("clamp: the maximum wins where min > max", () => {
  expect(values(oracleClamp(list(-9, 0, 9), { min: -1, max: 1 }))).toEqual([-1, 0, 1]);
  expect(values(oracleClamp(list(0), { min: 3, max: 2 }))).toEqual([2]);
});

test("casts truncate, wrap and test for 0", () => {
  expect(values(oracleCast(list(2.7, -2.7), "int32"))).toEqual([2, -2]);
  expect(values(oracleCast(list(257, -1), "uint8"))).toEqual([1, 255]);
  expect(values(oracleCast(list(0.5, 0, Number.NaN), "bool"))).toEqual([1, 0, 1]);
  expect(values(oracleCast(list(16_777_217), "float32"))).toEqual([16_777_216]);
});

test("activations: σ(log 3) = 3/4; leakyRelu(−2) = −0.02; gelu(0) = 0 and gelu(x) − gelu(−x) = x", () => {
  expect(oracleSigmoid(list(Math.log(3))).data[0]).toBeCloseTo(3 / 4, 15);
  expect(values(oracleSigmoid(list(-1000, 1000)))).toEqual([0, 1]);
  expect(values(oracleLeakyRelu(list(-2, 2)))).toEqual([-0.02, 2]);
  const [zero = 1, right = 0, left = 0] = oracleGelu(list(0, 1.5, -1.5)).data;
  expect(Math.abs(zero)).toBe(0);
  expect(right + left).toBeCloseTo(1.5 * (1 - 2 * 0.06680720126885807), 14); // 0.0668… = Φ(−1.5), from tables
  expect(right - left).toBeCloseTo(1.5, 14);
});
