import { expect, test } from "vitest";
import { flopOf, weightsOf } from "./model.js";
import { slidesCnn } from "./slides-cnn.js";
import { smallResnet } from "./small-resnet.js";

const parameters = (model: typeof slidesCnn): number => weightsOf(model).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);

test("the slides' CNN has PyTorch's keys and 206,922 weights", () => {
  expect(weightsOf(slidesCnn).map(({ key }) => key)).toEqual(["0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias", "9.weight", "9.bias"]);
  expect(parameters(slidesCnn)).toBe(206_922);
});

test("the small ResNet has 8 weight layers and two shortcuts", () => {
  const convolutions = weightsOf(smallResnet).filter(({ shape }) => shape.length === 4).map(({ key }) => key);
  expect(convolutions).toEqual([
    "0.weight", "3.body.0.weight", "3.body.3.weight", "4.body.0.weight", "4.body.3.weight", "4.shortcut.0.weight", "5.body.0.weight", "5.body.3.weight", "5.shortcut.0.weight",
  ]);
  // 432 + 2·2,304 + 4,608 + 9,216 + 512 + 18,432 + 36,864 + 2,048 of convolutions, 2·(3·16 + 3·32 + 3·64) of batch norm, 650
  expect(parameters(smallResnet)).toBe(76_720 + 672 + 650);
});

test("the work is counted: a multiply and an add are two", () => {
  expect(flopOf(slidesCnn, 28)).toEqual({ forward: 2 * (112_896 + 903_168 + 200_704 + 1_280), first: 2 * 112_896 });
  const planes = { 32: 32 * 32, 16: 16 * 16, 8: 8 * 8 };
  const products = planes[32] * (432 + 2 * 2304) + planes[16] * (4608 + 9216 + 512) + planes[8] * (18_432 + 36_864 + 2048) + 640;
  expect(flopOf(smallResnet, 32)).toEqual({ forward: 2 * products, first: 2 * planes[32] * 432 });
});
