import { cpu } from "@convoke/backend-cpu";
import { avgPool2d, maxPool2d, rand, setBackend } from "@convoke/core";
import { expect, test } from "vitest";
import { AvgPool2d } from "./avg-pool2d.js";
import { MaxPool2d } from "./max-pool2d.js";

setBackend(cpu());
const input = rand([2, 3, 9, 8]);

test("MaxPool2d is core's maxPool2d, its stride the kernel size by default", () => {
  expect(new MaxPool2d(2).forward(input).dataSync()).toEqual(maxPool2d(input, 2).dataSync());
  expect(new MaxPool2d(3, 2, 1, 2).forward(input).dataSync()).toEqual(maxPool2d(input, 3, { stride: 2, padding: 1, dilation: 2 }).dataSync());
  const options = { stride: [2, 3], padding: [1, 0], ceilMode: true } as const;
  expect(new MaxPool2d([2, 3], options).forward(input).dataSync()).toEqual(maxPool2d(input, [2, 3], options).dataSync());
});

test("AvgPool2d is core's avgPool2d", () => {
  expect(new AvgPool2d(2).forward(input).dataSync()).toEqual(avgPool2d(input, 2).dataSync());
  const options = { stride: 2, padding: 1, ceilMode: true, countIncludePad: false } as const;
  expect(new AvgPool2d(3, options).forward(input).dataSync()).toEqual(avgPool2d(input, 3, options).dataSync());
  const positional = new AvgPool2d(2, 1, [1, 0], false, true, 3);
  expect(positional.forward(input).dataSync()).toEqual(avgPool2d(input, 2, { stride: 1, padding: [1, 0], divisorOverride: 3 }).dataSync());
});

test("they print as in PyTorch", () => {
  expect(String(new MaxPool2d(2))).toBe("MaxPool2d(kernelSize=2, stride=2, padding=0, dilation=1, ceilMode=false)");
  expect(String(new MaxPool2d([3, 2], { stride: 1 }))).toBe("MaxPool2d(kernelSize=[3, 2], stride=1, padding=0, dilation=1, ceilMode=false)");
  expect(String(new AvgPool2d(2, 1))).toBe("AvgPool2d(kernelSize=2, stride=1, padding=0)");
});

test("an option that a layer cannot have is an error", () => {
  expect(() => new MaxPool2d(2, { returnIndices: true } as object)).toThrow('MaxPool2d: unknown option "returnIndices"');
  expect(() => new AvgPool2d(2, { dilation: 2 } as object)).toThrow('AvgPool2d: unknown option "dilation"');
});
