import { cpu } from "@convoke/backend-cpu";
import { arange, gradCheck, mean, ones, rand, setBackend, type Tensor } from "@convoke/core";
import { expect, test } from "vitest";
import { AdaptiveAvgPool2d, type OutputSize } from "./adaptive-avg-pool2d.js";

setBackend(cpu());

/** PyTorch 1.13: `torch.nn.AdaptiveAvgPool2d(size)(torch.arange(35.).reshape(1, 5, 7))` */
test.each<[OutputSize, number[], number[]]>([
  [1, [1, 1], [17]],
  [[1, 7], [1, 7], [14, 15, 16, 17, 18, 19, 20]],
  [[3, 2], [3, 2], [5, 8, 15.5, 18.5, 26, 29]],
  [[null, 3], [5, 3], [1, 3, 5, 8, 10, 12, 15, 17, 19, 22, 24, 26, 29, 31, 33]],
  [[7, 1], [7, 1], [3, 6.5, 13.5, 17, 20.5, 27.5, 31]],
])("outputSize %j: PyTorch's numbers", (outputSize, [height, width], values) => {
  const image = arange(35).reshape([1, 5, 7]);
  const output = new AdaptiveAvgPool2d(outputSize).forward(image);
  expect(output.shape).toEqual([1, height, width]);
  expect([...output.dataSync()]).toEqual(values);
});

test("outputSize 1 is the mean of each map", () => {
  const features = rand([2, 3, 7, 5]);
  const output = new AdaptiveAvgPool2d(1).forward(features);
  expect(output.shape).toEqual([2, 3, 1, 1]);
  mean(features, [2, 3]).dataSync().forEach((value, i) => expect(output.dataSync()[i]).toBeCloseTo(value, 6));
});

test("null keeps height and width", () => {
  const features = rand([2, 3, 7, 5]);
  expect(new AdaptiveAvgPool2d(null).forward(features).dataSync()).toEqual(features.dataSync());
});

test.each<OutputSize>([1, [2, 3], [4, null]])("gradients of outputSize %j", async (outputSize) => {
  const pool = new AdaptiveAvgPool2d(outputSize);
  const input = rand([1, 2, 5, 7], { dtype: "float64", requiresGrad: true });
  expect(await gradCheck((leaf: Tensor) => pool.forward(leaf), [input])).toBeLessThan(1e-6);
});

test("wrong input is named", () => {
  expect(() => new AdaptiveAvgPool2d(0)).toThrow("AdaptiveAvgPool2d: outputSize is 0, expected an integer of at least 1");
  expect(() => new AdaptiveAvgPool2d([1, 1.5])).toThrow("AdaptiveAvgPool2d: outputSize is 1.5, expected an integer of at least 1");
  expect(() => new AdaptiveAvgPool2d(1).forward(ones([2, 3]))).toThrow("AdaptiveAvgPool2d: input has shape [2, 3], expected [N, C, H, W] or [C, H, W]");
  expect(String(new AdaptiveAvgPool2d([5, null]))).toBe("AdaptiveAvgPool2d(outputSize=[5, null])");
});
