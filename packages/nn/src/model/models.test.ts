import { cpu } from "@convoke/backend-cpu";
import { noGrad, rand, setBackend, tidy } from "@convoke/core";
import { expect, test } from "vitest";
import { countParameters, namedParameters, stateDict } from "../index.js";
import { PyTorchCNN } from "./pytorch-cnn.test-support.js";
import { PyTorchMLP } from "./pytorch-mlp.test-support.js";
import { slidesCNN } from "./slides-cnn.test-support.js";

setBackend(cpu());
const withBias = (layers: readonly string[]): string[] => layers.flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]);

/** Keys are those of the same classes in PyTorch; 40,785 and 206,922 are from the course. */
test.each([
  { model: new PyTorchMLP(784, 10), keys: withBias(["all_layers.0", "all_layers.2", "all_layers.4"]), count: 40_785, input: [2, 1, 28, 28] },
  {
    model: new PyTorchCNN(10),
    keys: withBias(["conv_layers.0", "conv_layers.2", "fc_layers.0", "fc_layers.2", "fc_layers.4"]),
    count: (3 * 9 + 1) * 12 + (12 * 9 + 1) * 24 + (24 * 16 * 16 + 1) * 256 + (256 + 1) * 128 + (128 + 1) * 10,
    input: [2, 3, 64, 64],
  },
  { model: slidesCNN(), keys: withBias(["0", "3", "7", "9"]), count: 206_922, input: [2, 1, 28, 28] },
])("$model.constructor.name: $count parameters, PyTorch's keys, ten scores an image", ({ model, keys, count, input }) => {
  expect(countParameters(model)).toBe(count);
  expect(namedParameters(model).map(([key]) => key)).toEqual(keys);
  expect(Object.keys(stateDict(model))).toEqual(keys);
  expect(tidy(() => noGrad(() => model.forward(rand(input)).shape))).toEqual([2, 10]);
});
