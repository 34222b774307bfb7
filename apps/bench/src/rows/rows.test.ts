import { expect, test } from "vitest";
import { operations } from "../workload.js";
import { rows } from "./all.js";
import type { OperationRow } from "./operation-row.js";
import { slidesCnnRow } from "./training.js";

const amount = (id: string): number => rows.find((row) => row.id === id)!.work.amount / 1e9;

test("names are unique, and no group has the name of a shape", () => {
  const parts = rows.map(({ id }) => id.split("/"));
  expect(parts.every(({ length }) => length === 2)).toBe(true);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(parts.filter(([, name]) => parts.some(([group]) => group === name))).toEqual([]);
});

test("the work is counted: a multiply and an add are two, a float is four bytes", () => {
  expect(amount("matmul/512")).toBeCloseTo(2 * 0.134217728, 9);
  expect(amount("conv2d/resnet-3x3")).toBeCloseTo(1.85, 2);
  expect(amount("grad-weight/resnet-3x3")).toBe(amount("conv2d/resnet-3x3"));
  expect(amount("conv2d/resnet-stride2")).toBeCloseTo(amount("conv2d/resnet-3x3") / 2, 9);      // twice the filters, a quarter of the pixels
  expect(amount("conv2d/mobilenet-dw")).toBeCloseTo((2 * 9 * 8 * 128 * 56 * 56) / 1e9, 9);
  expect(amount("elementwise/add")).toBeCloseTo((3 * 4 * 8 * 64 * 56 * 56) / 1e9, 9);
  expect(amount("train/slides-cnn")).toBeCloseTo(64 * 3 * 2 * (0.000112896 + 0.000903168 + 0.000200704 + 0.00000128) - 64 * 2 * 0.000112896, 9);
});

test("every operation has a row, and its inputs", () => {
  const ofOperations = rows.filter((row): row is OperationRow => "operation" in row);
  expect(new Set(ofOperations.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)));
  for (const { id, operation, shapes } of ofOperations) expect(shapes.length, id).toBe(operations[operation].inputs.length);
});

test("a row makes the same numbers every time", () => {
  const bytes = () => {
    const { images, state } = slidesCnnRow.workload();
    return [images, ...Object.values(state)].map(({ data }) => Buffer.from(data.buffer).toString("base64"));
  };
  expect(bytes().length).toBe(9);
  expect(bytes().join() === bytes().join()).toBe(true);   // a failure would print megabytes
});
