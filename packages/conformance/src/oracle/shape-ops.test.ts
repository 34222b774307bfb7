import { expect, test } from "vitest";
import { oracleCat, oracleSplit, oracleStack } from "./cat.js";
import { oracleArange, oracleEye, oracleLinspace, oracleOneHot } from "./creation.js";
import type { Dense } from "./dense.js";
import { oracleExpand } from "./expand.js";
import { oracleFlip, oracleRot180 } from "./flip.js";
import { oraclePad } from "./pad.js";
import { oraclePermute, oracleTranspose } from "./permute.js";
import { oracleFlatten, oracleReshape, oracleSqueeze, oracleUnsqueeze } from "./reshape.js";
import { oracleSlice, type Range } from "./slice.js";

const table: Dense = { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
const list = (...data: number[]): Dense => ({ shape: [data.length], data });
const result = (shape: number[], ...data: number[]) => ({ shape, data: Float64Array.from(data) });

test("reshape infers −1, flatten merges, squeeze drops only 1s", () => {
  expect(oracleReshape(table, [3, -1])).toEqual(result([3, 2], 1, 2, 3, 4, 5, 6));
  expect(oracleFlatten({ shape: [2, 1, 3, 1], data: table.data }, 1, -2).shape).toEqual([2, 3, 1]);
  expect(oracleFlatten({ shape: [], data: [7] })).toEqual(result([1], 7));
  expect(oracleSqueeze({ shape: [1, 2, 1, 3], data: table.data }).shape).toEqual([2, 3]);
  expect(oracleSqueeze({ shape: [1, 2, 1, 3], data: table.data }, 2).shape).toEqual([1, 2, 3]);
  expect(oracleSqueeze(table, 0).shape).toEqual([2, 3]);
  expect(oracleUnsqueeze(table, -1).shape).toEqual([2, 3, 1]);
});

test("permute and transpose", () => {
  expect(oracleTranspose(table, 0, -1)).toEqual(result([3, 2], 1, 4, 2, 5, 3, 6));
  // [2, 1, 3] by axes [2, 0, 1]: output[i, j, k] = x[j, k, i].
  expect(oraclePermute({ shape: [2, 1, 3], data: table.data }, [2, 0, 1])).toEqual(result([3, 2, 1], 1, 4, 2, 5, 3, 6));
});

test("expand repeats, flip turns round, rot180 reverses a table", () => {
  expect(oracleExpand(list(1, 2), [2, -1])).toEqual(result([2, 2], 1, 2, 1, 2));
  expect(oracleFlip(table, 1)).toEqual(result([2, 3], 3, 2, 1, 6, 5, 4));
  expect(oracleRot180(table)).toEqual(result([2, 3], 6, 5, 4, 3, 2, 1));
});

// Python: list(range(6))[start:end:step].
test.each<[Range, number[]]>([
  [null, [0, 1, 2, 3, 4, 5]],
  [[1, 4], [1, 2, 3]],
  [[-2, 99], [4, 5]],
  [[4, 1], []],
  [[-99, 6, 4], [0, 4]],
  [[5, -7, -2], [5, 3, 1]],
  [[99, 2, -1], [5, 4, 3]],
  [[2, -7, -1], [2, 1, 0]],
  [[2, -1, -1], []],
])("slice %j of 0 … 5", (range, expected) => {
  expect(oracleSlice(list(0, 1, 2, 3, 4, 5), range)).toEqual(result([expected.length], ...expected));
});

test("a number drops its axis", () => {
  expect(oracleSlice(table, -1)).toEqual(result([3], 4, 5, 6));
  expect(oracleSlice(table, null, 1)).toEqual(result([2], 2, 5));
  expect(oracleSlice(table, 0, 2)).toEqual(result([], 3));
});

test("cat, stack and split", () => {
  expect(oracleCat([table, { shape: [2, 1], data: [7, 8] }], -1)).toEqual(result([2, 4], 1, 2, 3, 7, 4, 5, 6, 8));
  expect(oracleStack([list(1, 2), list(3, 4)], -1)).toEqual(result([2, 2], 1, 3, 2, 4));
  expect(oracleSplit(table, 2, 1)).toEqual([result([2, 2], 1, 2, 4, 5), result([2, 1], 3, 6)]);
  expect(oracleSplit(list(1, 2, 3), [0, 3])).toEqual([result([0]), result([3], 1, 2, 3)]);
});

test.each([
  ["constant", [9, 9, 1, 2, 3, 9]],
  ["reflect", [3, 2, 1, 2, 3, 2]],
  ["replicate", [1, 1, 1, 2, 3, 3]],
  ["circular", [2, 3, 1, 2, 3, 1]],
] as const)("pad 1 2 3 by 2 and 1, %s", (mode, expected) => {
  expect(oraclePad(list(1, 2, 3), [2, 1], { mode, value: 9 })).toEqual(result([6], ...expected));
});

test("pad takes the last axis first and crops where negative", () => {
  expect(oraclePad(table, [-1, 0, 0, 1])).toEqual(result([3, 2], 2, 3, 5, 6, 0, 0));
});

test("creation", () => {
  expect(oracleArange(3)).toEqual(result([3], 0, 1, 2));
  expect(oracleArange(5, 0, -2)).toEqual(result([3], 5, 3, 1));
  expect(oracleArange(2, 2)).toEqual(result([0]));
  expect(oracleLinspace(1, 2, 5)).toEqual(result([5], 1, 1.25, 1.5, 1.75, 2));
  expect(oracleLinspace(3, 9, 1)).toEqual(result([1], 3));
  expect(oracleEye(2, 3)).toEqual(result([2, 3], 1, 0, 0, 0, 1, 0));
  expect(oracleOneHot(list(2, 0))).toEqual(result([2, 3], 0, 0, 1, 1, 0, 0));
});
