import { expect, test } from "vitest";
import { areaAverage as resize, type Samples } from "./area-average.js";

const areaAverage = (input: Samples, width: number, height: number) => resize(input, width, height, new Float64Array(width * height * input.channels));

const samples = (width: number, height: number, ...data: number[]) => ({ width, height, channels: 1, data });

test("halving is the mean of four, doubling repeats", () => {
  expect([...areaAverage(samples(4, 2, 1, 2, 3, 4, 5, 6, 7, 8), 2, 1)]).toEqual([3.5, 5.5]);
  expect([...areaAverage(samples(2, 1, 3, 7), 4, 2)]).toEqual([3, 3, 7, 7, 3, 3, 7, 7]);
});

test("a cell that is cut counts by its share", () => {
  // 3 → 2: each output covers one cell and a half of the middle one.
  const [left, right] = areaAverage(samples(3, 1, 0, 3, 9), 2, 1);
  expect(left).toBeCloseTo(1, 12);
  expect(right).toBeCloseTo(7, 12);
});

test("channels do not mix, and the mean of the whole stays", () => {
  const data = Array.from({ length: 7 * 5 * 3 }, (_, i) => (i * 37) % 11);
  const mean = (values: ArrayLike<number>, channel: number) => Array.from(values).filter((_, i) => i % 3 === channel).reduce((a, b) => a + b, 0) / (values.length / 3);
  const small = areaAverage({ width: 7, height: 5, channels: 3, data }, 3, 2);
  for (const channel of [0, 1, 2]) expect(mean(small, channel)).toBeCloseTo(mean(data, channel), 12);
});

test("NaN spreads only to what it lies under", () => {
  expect([...areaAverage(samples(4, 1, NaN, 1, 2, 4), 2, 1)]).toEqual([NaN, 3]);
});
