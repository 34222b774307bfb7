import { expect, test } from "vitest";
import { oracleConv2d } from "./conv2d.js";
import { magnitude } from "./magnitude.js";
import { oracleLinear, oracleMatmul } from "./matmul.js";

const result = (shape: number[], ...data: number[]) => ({ shape, data: Float64Array.from(data) });
const a = { shape: [2, 2], data: [1, 2, 3, 4] };
const vector = { shape: [2], data: [10, 100] };

test("matrices and vectors", () => {
  expect(oracleMatmul(a, { shape: [2, 2], data: [5, 6, 7, 8] })).toEqual(result([2, 2], 19, 22, 43, 50));
  expect(oracleMatmul(a, vector)).toEqual(result([2], 210, 430));
  expect(oracleMatmul(vector, a)).toEqual(result([2], 310, 420));
  expect(oracleMatmul(vector, vector)).toEqual(result([], 10_100));
});

test("leading axes broadcast; nothing to sum is 0", () => {
  const batches = oracleMatmul({ shape: [2, 1, 1, 1], data: [1, 2] }, { shape: [3, 1, 1], data: [3, 4, 5] });
  expect(batches).toEqual(result([2, 3, 1, 1], 3, 4, 5, 6, 8, 10));
  expect(oracleMatmul({ shape: [2, 0], data: [] }, { shape: [0, 1], data: [] })).toEqual(result([2, 1], 0, 0));
});

test("linear: x · weightᵀ + bias, cut at 0", () => {
  const bias = { shape: [2], data: [0, -1000] };
  expect(oracleLinear(vector, a, bias, { activation: "relu" })).toEqual(result([2], 210, 0));
});

test("magnitude: |−2|·3 + 4·|−5| + |−1| = 27, whatever the activation", () => {
  const input = { shape: [1, 2, 1, 1], data: [-2, 4] };
  const weight = { shape: [1, 2, 1, 1], data: [3, -5] };
  const bias = { shape: [1], data: [-1] };
  expect(magnitude(oracleConv2d, input, weight, bias, { activation: "relu6" })).toEqual({ shape: [1, 1, 1, 1], data: [27] });
});
