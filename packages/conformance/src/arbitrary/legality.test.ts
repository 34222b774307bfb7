import fc from "fast-check";
import { expect, test } from "vitest";
import * as oracle from "../oracle/index.js";
import { arbitraryReduction } from "./axes.js";
import { arbitraryBatchNorm } from "./batch-norm.js";
import { arbitraryBroadcastPair, arbitraryWhere } from "./broadcast.js";
import { arbitraryCrossEntropy } from "./cross-entropy.js";
import { arbitraryFloat } from "./float.js";
import { arbitraryLinear, arbitraryMatmul } from "./matmul.js";
import { arbitraryPad } from "./pad.js";
import { arbitraryCat, arbitraryPermute, arbitraryReshape } from "./rearrange.js";
import { arbitraryShape } from "./shape.js";
import { arbitrarySlice } from "./slice.js";

// The oracle throws on what is not legal: an index out of range, shapes that do not broadcast, sizes that differ.
const draw = <Case>(arbitrary: fc.Arbitrary<Case>) => fc.sample(arbitrary, { numRuns: 500, seed: 1 });
const shapes = (outputs: { shape: readonly number[] }[]) => outputs.map(({ shape }) => shape);
const isEmpty = (shape: readonly number[]) => shape.includes(0);

test("shapes have ranks 0 … 4, and sizes of 0 now and then", () => {
  const drawn = draw(arbitraryShape());
  expect(new Set(drawn.map((shape) => shape.length))).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(drawn.filter(isEmpty).length).toBeGreaterThan(20);
  expect(draw(arbitraryShape({ empty: false })).filter(isEmpty)).toEqual([]);
});

test("pairs broadcast: in different ranks, with 1s on either side, and with 0", () => {
  const cases = draw(arbitraryBroadcastPair());
  const outputs = shapes(cases.map(({ inputs: { a, b } }) => oracle.oracleAdd(a, b)));
  expect(outputs.filter(isEmpty).length).toBeGreaterThan(10);
  expect(cases.filter(({ inputs: { a, b } }) => a.shape.length !== b.shape.length).length).toBeGreaterThan(50);
  const both = cases.filter(({ inputs: { a, b } }, i) => [a, b].every(({ shape }) => oracle.sizeOf(shape) < oracle.sizeOf(outputs[i] ?? [])));
  expect(both.length).toBeGreaterThan(20);
  expect(draw(arbitraryWhere()).map(({ inputs: { condition, a, b } }) => oracle.oracleWhere(condition, a, b)).length).toBe(500);
});

test("reductions: all axes, one, several; without empty groups where asked", () => {
  const cases = draw(arbitraryReduction(arbitraryFloat(), true));
  const forms = new Set(cases.map(({ axes }) => (Array.isArray(axes) ? "list" : typeof axes)));
  expect(forms).toEqual(new Set(["undefined", "number", "list"]));
  for (const { inputs, axes, attributes } of cases) {
    const { shape } = oracle.oracleMax(inputs.x, axes, attributes);
    if (attributes.keepDim) expect(shape.length).toBe(inputs.x.shape.length);
  }
});

test("matmul and linear: every mix of vectors, matrices and batches", () => {
  const cases = draw(arbitraryMatmul());
  const ranks = new Set(cases.map(({ inputs: { a, b } }) => `${a.shape.length}·${b.shape.length}`));
  for (const pair of ["1·1", "1·2", "2·1", "2·2", "3·3", "4·1", "4·3", "1·4"]) expect(ranks).toContain(pair);
  expect(cases.map(({ inputs: { a, b } }) => oracle.oracleMatmul(a, b)).length).toBe(500);
  for (const { inputs: { input, weight, bias }, attributes } of draw(arbitraryLinear(undefined, { activation: true }))) {
    expect(oracle.oracleLinear(input, weight, bias, attributes).shape).toEqual([...input.shape.slice(0, -1), weight.shape[0]]);
  }
});

test("slices: every form, empty results too", () => {
  const outputs = draw(arbitrarySlice()).map(({ inputs, ranges }) => ({ ranges, output: oracle.oracleSlice(inputs.x, ...ranges) }));
  const forms = new Set(outputs.flatMap(({ ranges }) => ranges.map((range) => (range !== null && typeof range === "object" ? range.length : typeof range))));
  expect(forms).toEqual(new Set(["object", "number", 2, 3]));
  expect(outputs.filter(({ output }) => isEmpty(output.shape)).length).toBeGreaterThan(50);
  expect(outputs.filter(({ output }) => !isEmpty(output.shape)).length).toBeGreaterThan(50);
});

test("padding: all modes, growing and cropping", () => {
  const cases = draw(arbitraryPad());
  expect(new Set(cases.map(({ attributes }) => attributes.mode))).toEqual(new Set([undefined, "constant", "reflect", "replicate", "circular"]));
  expect(cases.filter(({ padding }) => Math.min(...padding) < 0).length).toBeGreaterThan(50);
  for (const { inputs, padding, attributes } of cases) {
    expect(Math.min(0, ...oracle.oraclePad(inputs.x, padding, attributes).shape)).toBe(0);
  }
});

test("crossEntropy: indices in range or ignored, probabilities that sum to 1, every reduction", () => {
  const cases = draw(arbitraryCrossEntropy());
  expect(new Set(cases.map(({ targetKind, inputs }) => `${targetKind} ${inputs.input.shape.length}`)).size).toBe(8);
  const ignored = cases.filter(({ targetKind, inputs, attributes }) => targetKind === "indices" && inputs.target.data.includes(attributes.ignoreIndex ?? -100));
  expect(ignored.length).toBeGreaterThan(30);
  for (const { inputs: { input, target, weight }, targetKind, attributes } of cases) {
    const { shape } = oracle.oracleCrossEntropy(input, target, { ...attributes, weight });
    const places = input.shape.toSpliced(input.shape.length === 1 ? 0 : 1, 1);
    expect(shape).toEqual(attributes.reduction === "none" ? places : []);
    const sums = targetKind === "indices" ? [] : Array.from(oracle.oracleSum(target, input.shape.length === 1 ? 0 : 1).data);
    expect(sums.filter((sum) => Math.abs(sum - 1) > 1e-6)).toEqual([]);
  }
});

test("batchNorm: two values a channel in training, running statistics outside it", () => {
  for (const { inputs: { input, runningMean, runningVar, weight, bias }, attributes } of draw(arbitraryBatchNorm())) {
    expect(attributes.training === true ? input.data.length / (input.shape[1] ?? 0) >= 2 : runningVar !== null).toBe(true);
    expect(oracle.oracleBatchNorm(input, runningMean, runningVar, weight, bias, attributes).output.data.every(Number.isFinite)).toBe(true);
  }
});

test("rearrangements", () => {
  for (const { inputs, axes } of draw(arbitraryPermute())) expect(oracle.oraclePermute(inputs.x, axes).data.length).toBe(inputs.x.data.length);
  const reshapes = draw(arbitraryReshape());
  for (const { inputs, shape } of reshapes) expect(oracle.oracleReshape(inputs.x, shape).data.length).toBe(inputs.x.data.length);
  expect(reshapes.filter(({ shape }) => shape.includes(-1)).length).toBeGreaterThan(50);
  for (const { inputs, axis } of draw(arbitraryCat())) {
    expect(oracle.oracleCat(inputs.tensors, axis).shape.at(axis)).toBe(inputs.tensors.reduce((sum, { shape }) => sum + (shape.at(axis) ?? 0), 0));
  }
});
