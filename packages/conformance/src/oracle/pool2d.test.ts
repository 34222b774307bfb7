import { expect, test } from "vitest";
import { oracleAvgPool2d } from "./avg-pool2d.js";
import type { Dense } from "./dense.js";
import { oracleMaxPool2d } from "./max-pool2d.js";

const row = (...data: number[]): Dense => ({ shape: [1, 1, 1, data.length], data });
const values = (x: Dense) => Array.from(x.data);
const maxOf = (input: Dense, kernelSize: [number, number], options = {}) => {
  const { output, indices } = oracleMaxPool2d(input, kernelSize, { ...options, returnIndices: true });
  return [values(output), values(indices)];
};

test("maxPool2d: place h·W + w in the plane, stride = kernel by default", () => {
  const plane: Dense = { shape: [1, 4, 3], data: [1, 2, 9, 4, 3, 0, 5, 6, 0, 8, 7, 0] };
  const { output, indices } = oracleMaxPool2d(plane, 2, { returnIndices: true });
  expect(output).toEqual({ shape: [1, 2, 1], data: Float64Array.of(4, 8) });
  expect(indices).toEqual({ shape: [1, 2, 1], data: Float64Array.of(3, 9) });
});

test("the first of equal maxima wins, and so does NaN", () => {
  expect(maxOf(row(5, 5, 1, 1), [1, 4])).toEqual([[5], [0]]);
  expect(maxOf(row(7, Number.NaN, 9, Number.NaN), [1, 4])).toEqual([[Number.NaN], [1]]);
  expect(maxOf(row(-Infinity, -Infinity), [1, 2])).toEqual([[-Infinity], [0]]);
});

test("padding never wins: −3 −5 padded by 1 gives −3 −5; a window of padding only is −∞", () => {
  expect(maxOf(row(-3, -5), [1, 2], { stride: [1, 2], padding: [0, 1] })).toEqual([[-3, -5], [0, 1]]);
  expect(maxOf(row(4), [1, 2], { padding: [0, 1], dilation: [1, 2] })).toEqual([[-Infinity], [-1]]);
});

test("dilation 2 reads every second cell", () => {
  expect(maxOf(row(1, 9, 2, 8, 3), [1, 3], { dilation: [1, 2] })).toEqual([[3], [4]]);
});

test("ceilMode adds a last, shorter window, but not one that starts in the right padding", () => {
  expect(maxOf(row(1, 2, 3), [1, 2], { ceilMode: true })).toEqual([[2, 3], [1, 2]]);
  expect(maxOf(row(1, 2, 3), [1, 2])).toEqual([[2], [1]]);
  // ceil((2 − 1)/2) + 1 = 2 windows of one cell with stride 2, the second at 2: outside.
  expect(maxOf(row(1, 2), [1, 1], { stride: [1, 2], ceilMode: true })).toEqual([[1], [0]]);
});

// [1 … 6], kernel 3, stride 2, padding 1, ceilMode: windows start at −1, 1, 3, 5. Padded cells: 3, 3, 3 and, cell 7
// lying beyond the padding, 2; cells of the input: 2, 3, 3, 1; sums 3, 9, 15, 6.
test.each([
  ["countIncludePad", {}, [1, 3, 5, 3]],
  ["no padding in the divisor", { countIncludePad: false }, [1.5, 3, 5, 6]],
  ["divisorOverride", { divisorOverride: 4 }, [0.75, 2.25, 3.75, 1.5]],
])("avgPool2d, ceilMode, %s", (_, options, expected) => {
  const output = oracleAvgPool2d(row(1, 2, 3, 4, 5, 6), [1, 3], { stride: [1, 2], padding: [0, 1], ceilMode: true, ...options });
  expect(values(output)).toEqual(expected);
});

test("avgPool2d without a batch axis: (1 + 2 + 3 + 4)/4", () => {
  expect(oracleAvgPool2d({ shape: [1, 2, 2], data: [1, 2, 3, 4] }, 2)).toEqual({ shape: [1, 1, 1], data: Float64Array.of(2.5) });
});
