import fc from "fast-check";
import { expect, test } from "vitest";
import { oracleAvgPool2d } from "../oracle/avg-pool2d.js";
import { oracleMaxPool2d } from "../oracle/max-pool2d.js";
import { pairOf } from "../oracle/window.js";
import { arbitraryAvgPool2d, arbitraryMaxPool2d } from "./pool2d.js";

const maxCases = fc.sample(arbitraryMaxPool2d(), { numRuns: 1000, seed: 1 });
const avgCases = fc.sample(arbitraryAvgPool2d(), { numRuns: 1000, seed: 1 });

test("padding is at most half of the kernel, there is an output, and every window sees the input", () => {
  for (const { inputs, kernelSize, attributes } of maxCases) {
    const { output, indices } = oracleMaxPool2d(inputs.input, kernelSize, { ...attributes, returnIndices: true });
    expect(Math.min(...output.shape.slice(-2))).toBeGreaterThanOrEqual(1);
    expect(indices.data.includes(-1), JSON.stringify({ shape: inputs.input.shape, kernelSize, attributes })).toBe(false);
    pairOf(attributes.padding ?? 0).forEach((padding, i) => expect(2 * padding).toBeLessThanOrEqual(pairOf(kernelSize)[i] ?? 0));
  }
  for (const { inputs, kernelSize, attributes } of avgCases) {
    expect(Math.min(...oracleAvgPool2d(inputs.input, kernelSize, attributes).shape.slice(-2))).toBeGreaterThanOrEqual(1);
  }
});

test("ceilMode, countIncludePad and padding change results, and ties happen", () => {
  const differing = (without: object) =>
    avgCases.filter(({ inputs: { input }, kernelSize, attributes }) => {
      const changed = oracleAvgPool2d(input, kernelSize, { ...attributes, ...without });
      return JSON.stringify(changed) !== JSON.stringify(oracleAvgPool2d(input, kernelSize, attributes));
    }).length;
  expect(differing({ ceilMode: false })).toBeGreaterThan(30);
  expect(differing({ countIncludePad: true })).toBeGreaterThan(30);
  expect(differing({ divisorOverride: undefined })).toBeGreaterThan(30);
  expect(maxCases.filter(({ attributes }) => attributes.dilation !== undefined && attributes.ceilMode === true).length).toBeGreaterThan(30);
  expect(maxCases.filter(({ inputs }) => new Set(inputs.input.data).size < inputs.input.data.length / 2).length).toBeGreaterThan(300);
});
