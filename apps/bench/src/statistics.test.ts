import { expect, test } from "vitest";
import { median, medianRatio, quartiles } from "./statistics.js";

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

test("quartiles lie between neighbours, as in NumPy", () => {
  expect(quartiles([50, 10, 20, 40, 30])).toEqual([20, 40]);
  expect(quartiles([4, 1, 3, 2])).toEqual([1.75, 3.25]);        // np.percentile([1, 2, 3, 4], [25, 75])
  expect(quartiles([7])).toEqual([7, 7]);
});

test("ratios are taken pair by pair, over the rounds that both were in", () => {
  expect(medianRatio([10, 30, 90], [5, 10, 10])).toBe(3);       // of 2, 3, 9; the ratio of the medians is 3 too …
  expect(medianRatio([100, 10, 60], [10, 20, 30])).toBe(2);     // … but not here: 10, 0.5, 2 against 60 / 20
  expect(medianRatio([10, 20, 30], [5])).toBe(2);
});
