import { expect, test } from "vitest";
import { oracleConv2d, oracleConvolve2d } from "./conv2d.js";
import type { Dense } from "./dense.js";

const row = (...data: number[]): Dense => ({ shape: [1, 1, 1, data.length], data });
const values = (x: Dense) => Array.from(x.data);
const square: Dense = { shape: [1, 1, 3, 3], data: [1, 2, 3, 4, 5, 6, 7, 8, 9] };
const diagonal: Dense = { shape: [1, 1, 2, 2], data: [1, 0, 0, -1] };

test("conv2d correlates: x[y, x] − x[y + 1, x + 1] = −4 everywhere, + 10", () => {
  const output = oracleConv2d(square, diagonal, { shape: [1], data: [10] });
  expect(output.shape).toEqual([1, 1, 2, 2]);
  expect(values(output)).toEqual([6, 6, 6, 6]);
});

test("convolve2d rotates the weight, which here changes its sign", () => {
  expect(values(oracleConvolve2d(square, diagonal))).toEqual([4, 4, 4, 4]);
});

test("stride, dilation and one-sided padding: 0 1 2 3 4 5 gives 0 + 10·2 at 0 and 2 + 10·4 at 2", () => {
  const output = oracleConv2d(row(1, 2, 3, 4, 5), row(1, 10), null, { stride: [1, 2], dilation: [1, 2], padding: [0, 0, 1, 0] });
  expect(values(output)).toEqual([20, 42]);
});

test("a group sees only its own channels: 2·10 and 3·100", () => {
  const input = { shape: [1, 2, 1, 1], data: [2, 3] };
  const output = oracleConv2d(input, { shape: [2, 1, 1, 1], data: [10, 100] }, null, { groups: 2 });
  expect(values(output)).toEqual([20, 300]);
});

test('"same" puts the smaller half of 3 on the left: the window\'s first cell is 0, 1, 2', () => {
  expect(values(oracleConv2d(row(1, 2, 3), row(1, 0, 0, 0), null, { padding: "same" }))).toEqual([0, 1, 2]);
});

test.each([
  ["zeros", [0, 1, 2]],
  ["reflect", [2, 1, 2]],
  ["replicate", [1, 1, 2]],
  ["circular", [3, 1, 2]],
] as const)("padding mode %s: the first cell of each window", (paddingMode, expected) => {
  expect(values(oracleConv2d(row(1, 2, 3), row(1, 0, 0), null, { padding: [0, 1], paddingMode }))).toEqual(expected);
});

test("no batch axis in, none out; an empty batch stays empty", () => {
  expect(oracleConv2d({ shape: [1, 3, 3], data: square.data }, diagonal).shape).toEqual([1, 2, 2]);
  expect(oracleConv2d({ shape: [0, 1, 3, 3], data: [] }, diagonal)).toEqual({ shape: [0, 1, 2, 2], data: new Float64Array(0) });
});

test("relu6 cuts −7 to 0, keeps 5 and cuts 9 to 6", () => {
  expect(values(oracleConv2d(row(-7, 5, 9), row(1), null, { activation: "relu6" }))).toEqual([0, 5, 6]);
});
