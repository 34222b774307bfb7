import { cpu } from "@convoke/backend-cpu";
import { type Layer, noGrad, rand, setBackend, tidy } from "@convoke/core";
import { countParameters, stateDict } from "@convoke/nn";
import { beforeAll, expect, test } from "vitest";
import { Bottleneck, CnnGap, FashionCnn, GoogLeNet, Inception, LeNet, PyTorchCNN, PyTorchMLP, SlidesCnn } from "./index.js";

beforeAll(() => setBackend(cpu()));

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Keys and shapes are those that PyTorch's `state_dict()` gives for the same fields; counts of the course's documents where they have them. */
test.each<[make: () => Layer, count: number, input: number[], output: number[], shapes: Shapes]>([
  [() => new PyTorchMLP(784, 10), 40_785, [2, 1, 28, 28], [2, 10], {
    "all_layers.0.weight": [50, 784], "all_layers.0.bias": [50],
    "all_layers.2.weight": [25, 50], "all_layers.2.bias": [25],
    "all_layers.4.weight": [10, 25], "all_layers.4.bias": [10],
  }],
  [() => new PyTorchCNN(5), (27 + 1) * 12 + (12 * 9 + 1) * 24 + (24 * 16 * 16 + 1) * 256 + (256 + 1) * 128 + (128 + 1) * 5, [2, 3, 64, 64], [2, 5], {
    "conv_layers.0.weight": [12, 3, 3, 3], "conv_layers.0.bias": [12],
    "conv_layers.2.weight": [24, 12, 3, 3], "conv_layers.2.bias": [24],
    "fc_layers.0.weight": [256, 6144], "fc_layers.0.bias": [256],
    "fc_layers.2.weight": [128, 256], "fc_layers.2.bias": [128],
    "fc_layers.4.weight": [5, 128], "fc_layers.4.bias": [5],
  }],
  [() => new SlidesCnn(), 206_922, [2, 1, 28, 28], [2, 10], {
    "conv_layers.0.weight": [16, 1, 3, 3], "conv_layers.0.bias": [16],
    "conv_layers.3.weight": [32, 16, 3, 3], "conv_layers.3.bias": [32],
    "fc_layers.0.weight": [128, 1568], "fc_layers.0.bias": [128],
    "fc_layers.2.weight": [10, 128], "fc_layers.2.bias": [10],
  }],
  [() => new LeNet(), 5_994, [2, 1, 28, 28], [2, 10], {
    "conv_layers.0.weight": [8, 1, 5, 5], "conv_layers.0.bias": [8],
    "conv_layers.3.weight": [16, 8, 5, 5], "conv_layers.3.bias": [16],
    "fc_layers.0.weight": [10, 256], "fc_layers.0.bias": [10],
  }],
  [() => new CnnGap(), 19_162, [2, 1, 28, 28], [2, 10], {
    "conv_layers.0.weight": [16, 1, 3, 3], "conv_layers.0.bias": [16],
    "conv_layers.3.weight": [32, 16, 3, 3], "conv_layers.3.bias": [32],
    "conv_layers.6.weight": [48, 32, 3, 3], "conv_layers.6.bias": [48],
    "fc_layers.0.weight": [10, 48], "fc_layers.0.bias": [10],
  }],
  [() => new FashionCnn(), (9 + 1) * 16 + (16 * 9 + 1) * 32 + (1568 + 1) * 10, [2, 1, 28, 28], [2, 10], {
    "conv_layers.0.weight": [16, 1, 3, 3], "conv_layers.0.bias": [16],
    "conv_layers.3.weight": [32, 16, 3, 3], "conv_layers.3.bias": [32],
    "fc_layers.0.weight": [10, 1568], "fc_layers.0.bias": [10],
  }],
  [() => new Bottleneck(), 69_632, [1, 256, 5, 6], [1, 256, 5, 6], {
    "conv1.weight": [64, 256, 1, 1], "conv2.weight": [64, 64, 3, 3], "conv3.weight": [256, 64, 1, 1],
  }],
  [() => new Inception(192, { conv1x1: 64, reduce3x3: 96, conv3x3: 128, reduce5x5: 16, conv5x5: 32, poolProj: 32 }), 163_696, [1, 192, 5, 6], [1, 256, 5, 6], {
    "branch1.0.weight": [64, 192, 1, 1], "branch1.0.bias": [64],
    "branch2.0.weight": [96, 192, 1, 1], "branch2.0.bias": [96], "branch2.2.weight": [128, 96, 3, 3], "branch2.2.bias": [128],
    "branch3.0.weight": [16, 192, 1, 1], "branch3.0.bias": [16], "branch3.2.weight": [32, 16, 5, 5], "branch3.2.bias": [32],
    "branch4.1.weight": [32, 192, 1, 1], "branch4.1.bias": [32],
  }],
])("%s: %i parameters, PyTorch's keys", (make, count, input, output, shapes) => {
  const model = make();
  expect(countParameters(model)).toBe(count);
  expect(Object.fromEntries(Object.entries(stateDict(model)).map(([key, { shape }]) => [key, shape]))).toEqual(shapes);
  expect(tidy(() => noGrad(() => model.forward(rand(input)).shape))).toEqual(output);
});

test("a bottleneck has 8.47 times fewer weights than the 3×3 convolution that it stands for", () => {
  expect((256 * 256 * 9) / countParameters(new Bottleneck(256, 64))).toBeCloseTo(8.47, 2);
});

test("an inception block's output is its four branches, in their order", () => {
  const block = new Inception(3, { conv1x1: 1, reduce3x3: 2, conv3x3: 2, reduce5x5: 1, conv5x5: 3, poolProj: 4 });
  const input = rand([2, 3, 6, 5]);
  const output = block.forward(input);
  const branches = [block.branch1, block.branch2, block.branch3, block.branch4].map((branch) => branch.forward(input));
  expect(output.shape).toEqual([2, 10, 6, 5]);
  for (const n of [0, 1]) {
    const expected = branches.flatMap((branch) => [...branch.slice(n).dataSync()]);
    expect([...output.slice(n).dataSync()]).toEqual(expected);
  }
});

test("GoogLeNet has 6,998,552 parameters, biases included", () => {
  const model = new GoogLeNet();
  expect(countParameters(model)).toBe(6_998_552);
  expect(countParameters(new GoogLeNet(10))).toBe(6_998_552 - 990 * 1025);
  const keys = Object.keys(stateDict(model));
  expect(keys).toHaveLength(2 * (3 + 9 * 6 + 1));
  expect(keys).toEqual(expect.arrayContaining(["conv1.0.weight", "inception3a.branch2.2.bias", "inception5b.branch4.1.weight", "fc.bias"]));
});
