import { cpu } from "@convoke/backend-cpu";
import { rand, setBackend } from "@convoke/core";
import { countParameters, stateDict } from "@convoke/nn";
import { beforeAll, expect, test } from "vitest";
import { Cnn, CnnGap, Mlp } from "./models.js";

beforeAll(() => setBackend(cpu()));

const shapes = (model: object): object => Object.fromEntries(Object.entries(stateDict(model)).map(([key, { shape }]) => [key, shape]));

test("mlp is the slides' PyTorchMLP", () => {
  const model = new Mlp();
  expect(countParameters(model)).toBe(40_785);
  expect(shapes(model)).toEqual({
    "all_layers.0.weight": [50, 784], "all_layers.0.bias": [50],
    "all_layers.2.weight": [25, 50], "all_layers.2.bias": [25],
    "all_layers.4.weight": [10, 25], "all_layers.4.bias": [10],
  });
});

test("cnn is the slides' CNN", () => {
  const model = new Cnn();
  expect(countParameters(model)).toBe(206_922);
  expect(shapes(model)).toEqual({
    "conv_layers.0.weight": [16, 1, 3, 3], "conv_layers.0.bias": [16],
    "conv_layers.3.weight": [32, 16, 3, 3], "conv_layers.3.bias": [32],
    "fc_layers.0.weight": [128, 1568], "fc_layers.0.bias": [128],
    "fc_layers.2.weight": [10, 128], "fc_layers.2.bias": [10],
  });
});

test("cnn-gap: conv 16, 32, 48 and the global mean", () => {
  const model = new CnnGap();
  expect(countParameters(model)).toBe(19_162);
  expect(shapes(model)).toEqual({
    "conv_layers.0.weight": [16, 1, 3, 3], "conv_layers.0.bias": [16],
    "conv_layers.3.weight": [32, 16, 3, 3], "conv_layers.3.bias": [32],
    "conv_layers.6.weight": [48, 32, 3, 3], "conv_layers.6.bias": [48],
    "fc_layers.0.weight": [10, 48], "fc_layers.0.bias": [10],
  });
});

test.each([Mlp, Cnn, CnnGap])("%s gives ten scores an image", (Model) => {
  expect(new Model().forward(rand([2, 1, 28, 28])).shape).toEqual([2, 10]);
});
