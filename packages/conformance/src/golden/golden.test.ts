import { expect, test } from "vitest";
import { goldenArguments, goldenCases } from "./golden.js";
import type { GoldenCase, GoldenInput, GoldenOutput } from "./golden.js";

const OPS = `tensor zeros ones full zerosLike onesLike arange linspace eye oneHot
neg abs sign exp expm1 log log1p sqrt rsqrt reciprocal square tanh sigmoid relu floor ceil round erf isNaN isFinite logicalNot
clamp leakyRelu gelu cast add sub mul div pow maximum minimum eq ne lt le gt ge logicalAnd logicalOr logicalXor where
sum mean max min prod any all var std argmax argmin logSumExp softmax logSoftmax
reshape flatten permute transpose expand squeeze unsqueeze slice cat stack split pad flip rot180 matmul linear
conv2d convolve2d conv2dGradInput conv2dGradWeight maxPool2d avgPool2d
crossEntropy nllLoss mseLoss bceWithLogits dropout batchNorm`.split(/\s+/);

const cases = goldenCases();
const label = (golden: GoldenCase): string => `${golden.op}: ${golden.name}`;
const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const isFloat = ({ dtype }: GoldenOutput): boolean => dtype.startsWith("float");
const tensorsOf = (golden: GoldenCase): GoldenInput[] => golden.inputs.filter((input) => input !== null);
const find = (op: string, name: string): GoldenCase => {
  const found = goldenCases(op).find((golden) => golden.name === name);
  if (found === undefined) throw new Error(`no golden case ${op}: ${name}`);
  return found;
};
const nameOf = (input: GoldenInput): string => input.name;

test("there are at least 650 cases, each with its own name, snippet and version", () => {
  expect(cases.length).toBeGreaterThanOrEqual(650);
  expect(new Set(cases.map(label)).size).toBe(cases.length);
  for (const golden of cases) {
    expect(golden.snippet, label(golden)).toMatch(/\bx\b|\ba\b|\bb\b|torch\.|F\./);
    expect(golden.torch).toMatch(/^1\.13/);
  }
});

test("every op that PyTorch has is there, and no other", () => {
  expect([...new Set(cases.map(({ op }) => op))].toSorted()).toEqual(OPS.toSorted());
});

test("every tensor has as many values as its shape says, in the range of its dtype", () => {
  const limits = { int32: [-(2 ** 31), 2 ** 31 - 1], uint8: [0, 255], bool: [0, 1] } as const;
  for (const golden of cases) {
    for (const { shape, dtype, data } of [...tensorsOf(golden), ...golden.outputs]) {
      expect(data.length, label(golden)).toBe(count(shape));
      expect(data.every((value) => typeof value === "number"), label(golden)).toBe(true);
      if (dtype === "float32" || dtype === "float64") continue;
      const [low, high] = limits[dtype];
      expect(data.every((value) => Number.isInteger(value) && value >= low && value <= high), label(golden)).toBe(true);
    }
  }
});

test("float32 inputs are exact in float32", () => {
  const isExact = ({ dtype, data }: GoldenInput): boolean => dtype !== "float32" || data.every((value) => Object.is(Math.fround(value), value));
  expect(cases.filter((golden) => !tensorsOf(golden).every(isExact)).map(label)).toEqual([]);
});

test("gradients have the shape of what they belong to", () => {
  const withGradients = cases.filter(({ gradients }) => gradients !== undefined);
  expect(withGradients.length).toBeGreaterThan(500);
  for (const { inputs, outputs, updates = [], gradOutput = [], gradients = {}, second, ...golden } of withGradients) {
    const sizes = new Map(inputs.filter((input) => input !== null).map(({ name, data }) => [name, data.length]));
    const differentiable = outputs.slice(0, outputs.length - updates.length).filter(isFloat);
    expect(gradOutput.length, `${golden.op}: ${golden.name}`).toBe(differentiable.reduce((sum, { data }) => sum + data.length, 0));
    expect(Object.keys(gradients).length).toBeGreaterThan(0);
    for (const [name, data] of Object.entries({ ...gradients, ...second?.directions })) expect(data.length, name).toBe(sizes.get(name));
    for (const [name, data] of Object.entries(second?.gradients ?? {})) {
      expect(data.length, name).toBe(name === "gradOutput" ? gradOutput.length : sizes.get(name));
    }
  }
});

test("second derivatives cover the ops with rules of their own", () => {
  const ops = new Set(cases.filter(({ second }) => second !== undefined).map(({ op }) => op));
  for (const op of ["conv2d", "maxPool2d", "avgPool2d", "logSoftmax", "batchNorm", "matmul", "tanh", "prod", "crossEntropy"]) {
    expect(ops, op).toContain(op);
  }
});

test("non-finite numbers appear exactly where the name says so", () => {
  for (const golden of cases) {
    const derivatives = [golden.gradients ?? {}, golden.second?.gradients ?? {}].flatMap((table) => Object.values(table));
    const numbers = [...tensorsOf(golden), ...golden.outputs].flatMap(({ data }) => data).concat(...derivatives);
    expect(numbers.some((value) => !Number.isFinite(value)), label(golden)).toBe(golden.name.includes("non-finite"));
  }
});

test("arguments come in the order of the call, options last", () => {
  const call = (op: string, name: string): unknown[] => goldenArguments(find(op, name), nameOf);
  expect(call("conv2d", "stride pair")).toEqual(["input", "weight", "bias", { stride: [2, 1] }]);
  expect(call("conv2d", "no bias")).toEqual(["input", "weight", null]);
  expect(call("batchNorm", "training, [N, C], no running statistics")).toEqual(["input", null, null, "weight", "bias", { training: true }]);
  expect(call("sum", "all axes, keepDim")).toEqual(["x", undefined, { keepDim: true }]);
  expect(call("sum", "all axes")).toEqual(["x"]);
  expect(call("sub", "number first")).toEqual([1, "b"]);
  expect(call("where", "number b")).toEqual(["condition", "a", -1]);
  expect(call("cat", "last axis, negative")).toEqual([["tensors.0", "tensors.1"], -1]);
  expect(call("slice", "all kinds")).toEqual(["x", null, 1, [0, 4, 2]]);
  expect(call("arange", "end, int32")).toEqual([5, { dtype: "int32" }]);
  expect(call("pad", "constant, non-finite value")).toEqual(["x", [1, 0, 0, 1], { value: Number.NEGATIVE_INFINITY }]);
  expect(call("crossEntropy", "weight, sum")).toEqual(["input", "target", { reduction: "sum", weight: "weight" }]);
});

test("what a call updates comes after its output", () => {
  const golden = find("batchNorm", "training, [N, C]");
  expect(golden.updates).toEqual(["runningMean", "runningVar"]);
  expect(golden.outputs.map(({ shape }) => shape)).toEqual([[4, 3], [3], [3]]);
});
