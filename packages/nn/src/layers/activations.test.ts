import { cpu } from "@convoke/backend-cpu";
import { flatten, gelu, type Layer, leakyRelu, logSoftmax, randn, relu, setBackend, sigmoid, softmax, tanh, type Tensor } from "@convoke/core";
import { expect, test } from "vitest";
import { Flatten, GELU, Identity, LeakyReLU, LogSoftmax, ReLU, Sigmoid, Softmax, Tanh } from "../index.js";

setBackend(cpu());

test.each<[Layer, (input: Tensor) => Tensor, string]>([
  [new ReLU(), relu, "ReLU()"],
  [new Sigmoid(), sigmoid, "Sigmoid()"],
  [new Tanh(), tanh, "Tanh()"],
  [new GELU(), gelu, "GELU()"],
  [new Identity(), (input) => input, "Identity()"],
  [new LeakyReLU(), (input) => leakyRelu(input, 0.01), "LeakyReLU(negativeSlope=0.01)"],
  [new LeakyReLU(0.2), (input) => leakyRelu(input, 0.2), "LeakyReLU(negativeSlope=0.2)"],
  [new Softmax(1), (input) => softmax(input, 1), "Softmax(axis=1)"],
  [new LogSoftmax(-1), (input) => logSoftmax(input, -1), "LogSoftmax(axis=-1)"],
  [new Flatten(), (input) => flatten(input, 1), "Flatten(startAxis=1, endAxis=-1)"],
  [new Flatten(0, 1), (input) => flatten(input, 0, 1), "Flatten(startAxis=0, endAxis=1)"],
])("%s is the function of that name", (layer, op, text) => {
  const input = randn([3, 4, 2]);
  const output = layer.forward(input);
  expect(output.shape).toEqual(op(input).shape);
  expect(output.dataSync()).toEqual(op(input).dataSync());
  expect(String(layer)).toBe(text);
});
