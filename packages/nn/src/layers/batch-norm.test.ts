import { cpu } from "@convoke/backend-cpu";
import { batchNorm, memory, noGrad, rand, setBackend, ShapeError, tensor, tidy } from "@convoke/core";
import { expect, test } from "vitest";
import { evaluate } from "../model/training.js";
import { BatchNorm1d } from "./batch-norm1d.js";
import { BatchNorm2d } from "./batch-norm2d.js";

setBackend(cpu());

/** Two channels: 1, 2, 3, 6 with mean 3, variance 3.5 (unbiased 14/3); 0, 0, 0, 4 with mean 1, variance 3 (unbiased 4). */
const input = tensor([[[[1, 2]], [[0, 0]]], [[[3, 6]], [[0, 4]]]]);

test("training normalises with the batch's statistics", () => {
  const output = Array.from(new BatchNorm2d(2).forward(input).dataSync());
  const expected = [-2, -1, -1, -1, 0, 3, -1, 3].map((centred, i) => centred / Math.sqrt((i % 4 < 2 ? 3.5 : 3) + 1e-5));
  for (const [i, value] of expected.entries()) expect(output[i]).toBeCloseTo(value, 5);
});

test("training moves the running statistics, with the unbiased variance, and counts", () => {
  const layer = new BatchNorm2d(2, { momentum: 0.25 });
  layer.forward(input);
  const [mean, variance] = [Array.from(layer.runningMean!.dataSync()), Array.from(layer.runningVar!.dataSync())];
  expect(mean[0]).toBeCloseTo(0.75, 6);
  expect(mean[1]).toBeCloseTo(0.25, 6);
  expect(variance[0]).toBeCloseTo(0.75 + 0.25 * (14 / 3), 6);
  expect(variance[1]).toBeCloseTo(0.75 + 0.25 * 4, 6);
  layer.forward(input);
  expect(layer.numBatchesTracked!.itemSync()).toBe(2);
  expect(layer.numBatchesTracked!.dtype).toBe("int32");
});

test("evaluation uses the running statistics and changes nothing", () => {
  const layer = new BatchNorm2d(2);
  layer.forward(input);
  evaluate(layer);
  const { runningMean, runningVar, weight, bias } = layer;
  const expected = batchNorm(input, runningMean, runningVar, weight, bias);
  expect(layer.forward(input).dataSync()).toEqual(expected.dataSync());
  expect(layer.numBatchesTracked!.itemSync()).toBe(1);
});

test("without running statistics the batch's are used always; without affine there are no parameters", () => {
  const layer = new BatchNorm2d(2, 1e-5, 0.1, false, false);
  evaluate(layer);
  expect(layer.forward(input).dataSync()).toEqual(new BatchNorm2d(2).forward(input).dataSync());
  expect([layer.weight, layer.bias, layer.runningMean, layer.runningVar, layer.numBatchesTracked]).toEqual([null, null, null, null, null]);
});

test("BatchNorm1d takes features with and without a length", () => {
  expect(new BatchNorm1d(2).forward(rand([4, 2])).shape).toEqual([4, 2]);
  expect(new BatchNorm1d(2).forward(rand([4, 2, 3])).shape).toEqual([4, 2, 3]);
});

test("a step leaves memory where it was", () => {
  const layer = new BatchNorm2d(2);
  tidy(() => void layer.forward(input));
  const before = memory();
  tidy(() => layer.forward(input).sum().backward());
  layer.weight!.grad = null;
  layer.bias!.grad = null;
  tidy(() => void noGrad(() => layer.forward(input)));
  expect(memory()).toEqual(before);
});

test("errors and printing", () => {
  expect(() => new BatchNorm2d(2).forward(rand([4, 2]))).toThrow(new ShapeError("BatchNorm2d: input has shape [4, 2], expected [batch, channels, height, width]"));
  expect(() => new BatchNorm1d(2).forward(input)).toThrow("BatchNorm1d: input has shape [2, 2, 1, 2], expected [batch, channels] or [batch, channels, length]");
  expect(() => new BatchNorm2d(0)).toThrow("BatchNorm2d: numFeatures is 0, expected an integer of at least 1");
  expect(() => new BatchNorm1d(2, { epsilon: 1 } as object)).toThrow('BatchNorm1d: unknown option "epsilon"');
  expect(String(new BatchNorm2d(16))).toBe("BatchNorm2d(16, eps=0.00001, momentum=0.1, affine=true, trackRunningStats=true)");
});
