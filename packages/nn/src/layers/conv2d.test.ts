import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, conv2d, Generator, rand, setBackend } from "@convoke/core";
import { expect, test } from "vitest";
import { Conv2d } from "./conv2d.js";

setBackend(cpu());
const generator = (): Generator => new Generator(9);

test("PyTorch's positional order and the options say the same", () => {
  const positional = new Conv2d(4, 6, [3, 2], [2, 1], [1, 0], 2, 2, false, "reflect");
  const named = new Conv2d(4, 6, [3, 2], { stride: [2, 1], padding: [1, 0], dilation: 2, groups: 2, bias: false, paddingMode: "reflect" });
  expect(String(positional)).toBe(String(named));
  expect(positional.weight.shape).toEqual([6, 2, 3, 2]);
  expect(positional.bias).toBeNull();
});

test.each([
  { stride: 2, padding: 1 },
  { stride: [1, 2], padding: [2, 1, 0, 1], dilation: [2, 1], groups: 2 },
  { padding: "same", paddingMode: "circular", dilation: 2 },
  { padding: "valid", bias: false },
] as const)("forward is core's conv2d with %o", ({ bias = true, ...options }) => {
  const layer = new Conv2d(4, 6, 3, { ...options, bias, generator: generator() });
  const input = rand([2, 4, 9, 8], { generator: generator() });
  const output = layer.forward(input);
  const expected = conv2d(input, layer.weight, layer.bias, options);
  expect(output.shape).toEqual(expected.shape);
  expect(output.dataSync()).toEqual(expected.dataSync());
});

test.each([
  [new Conv2d(1, 16, 3, 1, 1), "Conv2d(1, 16, kernelSize=[3, 3], stride=[1, 1], padding=[1, 1])"],
  [new Conv2d(3, 6, 5), "Conv2d(3, 6, kernelSize=[5, 5], stride=[1, 1])"],
  [
    new Conv2d(4, 8, [3, 5], { stride: 2, padding: "valid", dilation: 2, groups: 2, bias: false, paddingMode: "circular" }),
    "Conv2d(4, 8, kernelSize=[3, 5], stride=[2, 2], padding=valid, dilation=[2, 2], groups=2, bias=false, paddingMode=circular)",
  ],
])("prints as in PyTorch: %s", (layer, text) => {
  expect(String(layer)).toBe(text);
});

test("errors", () => {
  expect(() => new Conv2d(3, 4, 3, { groups: 2 })).toThrow(new ArgumentError("Conv2d: inChannels is 3, expected a multiple of groups 2"));
  expect(() => new Conv2d(4, 3, 3, { groups: 2 })).toThrow("Conv2d: outChannels is 3, expected a multiple of groups 2");
  expect(() => new Conv2d(1, 1, 0)).toThrow("Conv2d: kernelSize is 0, expected an integer of at least 1");
  expect(() => new Conv2d(1, 1, 3, { groups: 0 })).toThrow("Conv2d: groups is 0, expected an integer of at least 1");
  expect(() => new Conv2d(1, 1, 3, { pad: 1 } as object)).toThrow('Conv2d: unknown option "pad"');
});
