import { cpu } from "@convoke/backend-cpu";
import { bceWithLogits, crossEntropy, type CrossEntropyOptions, mseLoss, nllLoss, rand, randn, setBackend, tensor, tidy } from "@convoke/core";
import { expect, test } from "vitest";
import { BCEWithLogitsLoss, CrossEntropyLoss, MSELoss, namedBuffers, NLLLoss } from "../index.js";

setBackend(cpu());
const input = randn([4, 3]);
const classes = tensor([2, 0, 1, 1], { dtype: "int32" });
const weight = tensor([1, 2, 0.5]);

test.each<CrossEntropyOptions>([{}, { weight, reduction: "sum" }, { ignoreIndex: 1, labelSmoothing: 0.1 }, { reduction: "none" }])("CrossEntropyLoss with %o", (options) => {
  expect(new CrossEntropyLoss(options).forward(input, classes).dataSync()).toEqual(crossEntropy(input, classes, options).dataSync());
});

test("NLLLoss", () => {
  const logProbabilities = input.logSoftmax(1);
  const options = { weight, ignoreIndex: 0, reduction: "sum" } as const;
  expect(new NLLLoss(options).forward(logProbabilities, classes).dataSync()).toEqual(nllLoss(logProbabilities, classes, options).dataSync());
  expect(new NLLLoss().forward(logProbabilities, classes).itemSync()).toBeCloseTo(crossEntropy(input, classes).itemSync(), 6);
});

test("MSELoss", () => {
  const target = randn([4, 3]);
  expect(new MSELoss().forward(input, target).dataSync()).toEqual(mseLoss(input, target).dataSync());
  expect(new MSELoss({ reduction: "none" }).forward(input, target).dataSync()).toEqual(mseLoss(input, target, { reduction: "none" }).dataSync());
});

test("BCEWithLogitsLoss", () => {
  const target = rand([4, 3]);
  const options = { weight, posWeight: tensor([3, 1, 2]), reduction: "sum" } as const;
  expect(new BCEWithLogitsLoss(options).forward(input, target).dataSync()).toEqual(bceWithLogits(input, target, options).dataSync());
});

test("weights are buffers, as in PyTorch: they outlive the tidy in which the loss is made", () => {
  const loss = tidy(() => ({ made: new CrossEntropyLoss({ weight: weight.mul(2) }) })).made;
  expect(namedBuffers(loss).map(([key]) => key)).toEqual(["weight"]);
  expect(loss.forward(input, classes).itemSync()).toBeCloseTo(crossEntropy(input, classes, { weight }).itemSync(), 6);
});

test("unknown options are errors; losses print their name", () => {
  for (const Loss of [CrossEntropyLoss, NLLLoss, MSELoss, BCEWithLogitsLoss]) {
    expect(() => new Loss({ size_average: true } as object)).toThrow(`${Loss.name}: unknown option "size_average"`);
    expect(String(new Loss())).toBe(`${Loss.name}()`);
  }
});
