import { beforeAll, expect, test } from "vitest";
import { convoke } from "../test/capture.test-support.js";
import { cpu } from "@convoke/backend-cpu";
import { manualSeed, randn, setBackend, tensor } from "@convoke/core";
import { Conv2d, Flatten, Linear, ReLU, Sequential } from "@convoke/nn";
import { explainExample } from "./example.js";
import { kernelGradientSum, pixelSum } from "./explained.js";
import { explainLayer } from "./explain-layer.js";
import { explainText } from "./explain-text.js";

beforeAll(() => setBackend(cpu()));

test("the course's X: 7 of 9 products agree, the mean is 0.78; autograd agrees with the second sum", async () => {
  const { code, stdout, stderr } = await convoke("explain");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("-1   1  -1 × -1   1  -1 =  1   1   1");
  expect(stdout).toContain("sum + bias = 7\n   conv2d says  7, the same\n   (the mean of the 9 products is 0.777778;");
  expect(stdout).toMatch(/sum = (-?\d+)\n {3}autograd says \1, the same\n$/);
  for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
});

test("numbers of one's own, with stride, padding and bias, checked by hand", async () => {
  const args = ["--input", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1,0;0,-1", "--bias", "0.5", "--stride", "2", "--padding", "1", "--at", "1,1", "--kernel-at", "0,1", "--json"];
  const { code, stdout } = await convoke("explain", ...args);
  expect(code).toBe(0);
  const { pixel, gradient } = JSON.parse(stdout) as { readonly pixel: Record<string, unknown>; readonly gradient: Record<string, unknown> };
  // Padded rows and columns −1 … 3; the pixel at [1][1] covers input rows and columns 1, 2: 5 · 1 + 6 · 0 + 8 · 0 − 9 · 1 + 0.5
  expect(pixel).toMatchObject({ row: 1, column: 1, bias: 0.5, sum: -3.5, library: -3.5, equal: true });
  expect(pixel["terms"]).toEqual([
    { row: 1, column: 1, input: 5, factor: 1, product: 5 },
    { row: 1, column: 2, input: 6, factor: 0, product: 0 },
    { row: 2, column: 1, input: 8, factor: 0, product: 0 },
    { row: 2, column: 2, input: 9, factor: -1, product: -9 },
  ]);
  // Output [[−1 + 0.5, −3 + 0.5], [−7 + 0.5, −3.5]] is gradOutput; under kernel[0][1] lie 0, 0, 4 and 6.
  expect(gradient).toMatchObject({ channel: 0, row: 0, column: 1, sum: 4 * -6.5 + 6 * -3.5, library: -47, equal: true });
});

test("a convolution of a network: all channels, both sums as the library's, stride and dilation too", async () => {
  manualSeed(3);
  const model = new Sequential(new Conv2d(2, 3, 3, { padding: 1 }), new ReLU(), new Conv2d(3, 2, 3, { stride: 2, dilation: 2, padding: 2 }), new Flatten(), new Linear(2 * 6 * 6, 4));
  const convolution = await explainLayer("a net", model, randn([1, 2, 12, 12]), tensor([1], { dtype: "int32" }), { layer: 2, channel: 1 });
  expect([convolution.input.shape, convolution.weight.shape, convolution.output.shape]).toEqual([[3, 12, 12], [3, 3, 3], [1, 6, 6]]);
  for (const [row, column] of [[0, 0], [2, 5], [5, 5]] as const) expect(pixelSum(convolution, row, column)).toMatchObject({ equal: true, terms: { length: 27 } });
  for (const [c, a, b] of [[0, 0, 0], [1, 2, 0], [2, 1, 2]] as const) {
    const { sum, equal, library } = kernelGradientSum(convolution, c, a, b);
    expect([equal, library === 0]).toEqual([true, false]);
    expect(sum).toBeCloseTo(library, 5);
  }
  const text = explainText(convolution, pixelSum(convolution, 2, 5), kernelGradientSum(convolution, 1, 2, 0), { row: 2, column: 5, inChannel: 1, a: 2, b: 0 });
  expect(text.join("\n")).toContain("and so for each of the 3 channels:");
  for (const line of text) expect(line.length, line).toBeLessThanOrEqual(80);
  const large = await explainLayer("a net", model, randn([1, 2, 12, 12]), tensor([1], { dtype: "int32" }), { layer: 1, channel: 0 });
  expect(explainText(large, pixelSum(large, 0, 0), kernelGradientSum(large, 0, 0, 0), { row: 0, column: 0, inChannel: 0, a: 0, b: 0 }).join("\n")).toMatch(/144 products of input × gradOutput, \d+ of them 0; the greatest:/);
});

test("a library that is wrong is told", async () => {
  const right = await explainExample({ title: "", input: [[1, 2], [3, 4]], kernel: [[2]], bias: 0, stride: 1, padding: 0 });
  const wrong = { ...right, output: { ...right.output, data: [2, 4, 6, 8.000001] }, gradWeight: { ...right.gradWeight, data: [60.00001] } };
  expect([pixelSum(right, 1, 1).equal, pixelSum(wrong, 1, 1).equal, kernelGradientSum(right, 0, 0, 0).equal, kernelGradientSum(wrong, 0, 0, 0).equal]).toEqual([true, false, true, false]);
  expect(explainText(wrong, pixelSum(wrong, 1, 1), kernelGradientSum(wrong, 0, 0, 0), { row: 1, column: 1, inChannel: 0, a: 0, b: 0 }).join("\n")).toContain("conv2d says  8, NOT THE SAME");
});

test("grids of small numbers share a power of ten", async () => {
  const small = await explainExample({ title: "", input: [[0.00012, -0.00034]], kernel: [[1]], bias: 0, stride: 1, padding: 0 });
  expect(explainText(small, pixelSum(small, 0, 0), kernelGradientSum(small, 0, 0, 0), { row: 0, column: 0, inChannel: 0, a: 0, b: 0 }).join("\n")).toContain("gradOutput, in 1e-4");
});

test.each([
  [["--kernel", "1 2; 3"], '--kernel is "1 2; 3", expected rows of equally many numbers, such as "1 0 1; 0 1 0; 1 0 1"'],
  [["--input", "a b"], '--input is "a b", expected rows of equally many numbers, such as "1 0 1; 0 1 0; 1 0 1"'],
  [["--at", "7,0"], "--at is 7,0, but the output is 7 × 7, counted from 0"],
  [["--at", "1"], '--at is "1", expected 2 numbers'],
  [["--kernel-at", "0,3"], "--kernel-at is 0,3, but the kernel is 3 × 3, counted from 0"],
  [["--in-channel", "1"], "--in-channel is 1, but the input has the channels 0 to 0"],
  [["--layer", "2"], "--layer is for a network, expected --model beside it"],
  [["--model", "cnn", "--stride", "2"], "--stride is for numbers of your own, but --model is given"],
])("%j is refused", async (args, message) => {
  expect(await convoke("explain", ...args)).toEqual({ code: 2, stdout: "", stderr: `convoke explain: ${message}\nhint: convoke explain --help lists the flags\n` });
});

test("a kernel larger than the picture is told in the library's words", async () => {
  const { code, stderr } = await convoke("explain", "--input", "1 2; 3 4");
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^convoke explain: conv2d: kernel of extent \[3, 3\] does not fit/) });
});
