import { expect, test } from "vitest";
import { median, pairRatios, spread } from "./statistics.js";

test("the median is the middle, or the mean of the two in the middle, and sorts numbers", () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test("the median leaves the values as they were", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("spread", () => {
  expect(spread([3, 1, 2])).toEqual([1, 3]);
});

test("ratios are taken pair by pair", () => {
  expect(pairRatios([10, 30], [5, 10])).toEqual([2, 3]);
});
