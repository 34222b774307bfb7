import { expect, test } from "vitest";
import { rows } from "./all.js";
import { slidesCnnRow } from "./slides-cnn.js";

const gflop = (id: string): number => rows.find((row) => row.id === id)!.flop / 1e9;

test("names are unique", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test("the work is counted: a multiply and an add are two", () => {
  expect(gflop("matmul/512")).toBeCloseTo(2 * 0.134217728, 9);
  expect(gflop("conv2d/resnet")).toBeCloseTo(1.85 / 8, 3);   // 1.85 GFLOP at batch 8
  expect(gflop("train/slides-cnn")).toBeCloseTo(64 * 3 * 2 * (0.000112896 + 0.000903168 + 0.000200704 + 0.00000128) - 64 * 2 * 0.000112896, 9);
});

test("a row makes the same numbers every time", () => {
  const bytes = () => {
    const { images, state } = slidesCnnRow.workload();
    return [images, ...Object.values(state)].map(({ data }) => Buffer.from(data.buffer).toString("base64"));
  };
  expect(bytes().length).toBe(9);
  expect(bytes().join() === bytes().join()).toBe(true);   // a failure would print megabytes
});
