import type { Conv2dGeometry } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { integer, integers, pick, seeded, type Random } from "../random.test-support.js";
import { geometry, naive, randomOperands, type Operands, type Options } from "./conv2d.test-support.js";
// Winograd is not exact: winograd.test.ts, winograd-grad-weight.test.ts.
import {
  directConv2d as conv2d, directConv2dGradInput as conv2dGradInput, directConv2dGradInputWorkspace as conv2dGradInputWorkspace,
  directConv2dWorkspace as conv2dWorkspace,
} from "./conv2d.js";
import { directConv2dGradWeight as conv2dGradWeight, directConv2dGradWeightWorkspace as conv2dGradWeightWorkspace } from "./conv2d-grad-weight.js";
import type { EpiloguePointers, Step } from "./step.js";

const arena = new Arena();

function randomGeometry(random: Random): Conv2dGeometry {
  const groups = pick(random, [1, 1, 1, 2, 3]);
  const isDepthwise = random() < 0.25;
  const g = geometry({
    groups,
    batch: integer(random, 0, 3), inChannels: groups * (isDepthwise ? 1 : integer(random, 1, 3)), outChannels: groups * (isDepthwise ? 1 : pick(random, [1, 2, 5, 8, 34])),
    inHeight: integer(random, 1, 12), inWidth: integer(random, 1, 20), kernelHeight: integer(random, 1, 4), kernelWidth: integer(random, 1, 4),
    strideHeight: integer(random, 1, 4), strideWidth: integer(random, 1, 4), dilationHeight: integer(random, 1, 4), dilationWidth: integer(random, 1, 4),
    padTop: integer(random, 0, 3), padBottom: integer(random, 0, 3), padLeft: integer(random, 0, 3), padRight: integer(random, 0, 3),
  });
  return g.outHeight >= 1 && g.outWidth >= 1 ? g : randomGeometry(random);
}

type Cut = (units: number) => number[];
type Pointers = { input: number; weight: number; gradOutput: number; result: number; workspace: number };

function run(g: Conv2dGeometry, operands: Operands, size: number, workspace: number, steps: (at: Pointers) => Step[], cut?: Cut): Float32Array {
  arena.reset();
  const at = {
    input: arena.floats(operands.input), weight: arena.floats(operands.weight), gradOutput: arena.floats(operands.gradOutput),
    result: arena.bytes(4 * size), workspace: arena.bytes(workspace),
  };
  arena.run(steps(at), cut);
  return arena.readFloats(at.result, size);
}

/** Output, gradInput and gradWeight as the kernels compute them. */
function all(g: Conv2dGeometry, operands: Operands, cut?: Cut): Float32Array[] {
  return [
    run(g, operands, operands.gradOutput.length, conv2dWorkspace(g), (at) => conv2d(at.input, at.weight, at.result, at.workspace, g), cut),
    run(g, operands, operands.input.length, conv2dGradInputWorkspace(g), (at) => conv2dGradInput(at.gradOutput, at.weight, at.result, at.workspace, g), cut),
    run(g, operands, operands.weight.length, conv2dGradWeightWorkspace(g), (at) => conv2dGradWeight(at.gradOutput, at.input, at.result, at.workspace, g), cut),
  ];
}

/** No −0, which sums of products may or may not give. */
const plain = (values: ArrayLike<number>): Float32Array => Float32Array.from(values, (value) => value + 0);
const bits = (values: Float32Array): Int32Array => new Int32Array(values.buffer);

/** Where two lists of arrays differ first; comparing them with toEqual takes seconds. */
function firstDifference(actual: ArrayLike<number>[], expected: ArrayLike<number>[]): unknown {
  for (const [list, values] of expected.entries())
    for (let i = 0; i < Math.max(values.length, actual[list]!.length); i++)
      if (!Object.is(actual[list]![i], values[i])) return { list, index: i, actual: actual[list]![i], expected: values[i] };
  return undefined;
}

/** Output and gradients of whole numbers beside what they must be, and of fractions in one piece beside random pieces. */
function results(random: Random, g: Conv2dGeometry) {
  const operands = randomOperands(random, g);
  const { output, gradInput, gradWeight } = naive(g, operands);
  const fractions = randomOperands(random, g, (draw, size) => Float32Array.from({ length: size }, () => draw() - 0.5));
  return {
    actual: [...all(g, operands).map(plain), ...all(g, fractions, randomCuts(random)).map(bits)],
    expected: [...[output, gradInput, gradWeight].map(plain), ...all(g, fractions).map(bits)],
  };
}

describe("conv2d and its gradients are exact, and the same to the bit in any pieces", () => {
  test("150 random geometries", { timeout: 60_000 }, () => {
    const random = seeded(51);
    for (let i = 0; i < 150; i++) {
      const { actual, expected } = results(random, randomGeometry(random));
      expect(firstDifference(actual, expected)).toBeUndefined();
    }
  });

  const padded = { padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 };
  test.each<[string, Options]>([
    ["the first layer of the slides", { batch: 3, outChannels: 16, inHeight: 28, inWidth: 28, ...padded }],
    ["its second layer", { batch: 2, inChannels: 16, outChannels: 32, inHeight: 14, inWidth: 14, ...padded }],
    ["rows along the lanes", { batch: 3, inChannels: 8, outChannels: 16, kernelHeight: 5, kernelWidth: 5, inHeight: 14, inWidth: 14 }],
    ["rows along the lanes, in groups and with stride 2", { batch: 2, inChannels: 16, outChannels: 16, groups: 2, strideHeight: 2, strideWidth: 2, inHeight: 9, inWidth: 11, ...padded }],
    ["more depth than a block", { batch: 2, inChannels: 60, outChannels: 6, inHeight: 6, inWidth: 7, padTop: 1 }],
    ["more cells than a band of the frame", { batch: 2, inChannels: 40, outChannels: 2, inHeight: 50, inWidth: 70, kernelHeight: 2, kernelWidth: 1, ...padded }],
    ["bands that begin inside of a row, with a stride", { inChannels: 70, outChannels: 2, inHeight: 44, inWidth: 75, kernelHeight: 2, strideHeight: 2, strideWidth: 2, ...padded, padLeft: 3 }],
    ["more rows than a block", { inChannels: 37, outChannels: 70, kernelHeight: 1, kernelWidth: 1, inHeight: 3, inWidth: 3 }],
    ["several blocks of rows and channels of the weight's gradient", { batch: 2, inChannels: 70, outChannels: 70, inHeight: 4, inWidth: 5, ...padded }],
    ["several images in a slice and in a band", { batch: 23, inChannels: 9, outChannels: 10, inHeight: 7, inWidth: 7, ...padded }],
    ["a bottleneck", { batch: 2, inChannels: 20, outChannels: 50, kernelHeight: 1, kernelWidth: 1, inHeight: 9, inWidth: 13 }],
    ["single pixels", { batch: 37, inChannels: 12, outChannels: 9, kernelHeight: 1, kernelWidth: 1, inHeight: 1, inWidth: 1 }],
    ["many tiny images", { batch: 70, inChannels: 2, outChannels: 3, inHeight: 3, inWidth: 3 }],
    ["depthwise", { batch: 2, inChannels: 6, outChannels: 6, groups: 6, inHeight: 8, inWidth: 11, ...padded }],
    ["depthwise with strides 2 and 3", { batch: 2, inChannels: 3, outChannels: 3, groups: 3, strideHeight: 3, strideWidth: 2, inHeight: 17, inWidth: 23, ...padded }],
    ["depthwise in several bands of rows", { batch: 2, inChannels: 19, outChannels: 19, groups: 19, inHeight: 37, inWidth: 7, ...padded }],
    ["depthwise in several bands of rows with stride 2", { batch: 2, inChannels: 2, outChannels: 2, groups: 2, strideHeight: 2, strideWidth: 2, inHeight: 69, inWidth: 22, ...padded }],
    ["depthwise 5×5", { batch: 2, inChannels: 3, outChannels: 3, groups: 3, kernelHeight: 5, kernelWidth: 5, inHeight: 18, inWidth: 9, ...padded, padRight: 2 }],
    ["depthwise 7×7", { batch: 2, inChannels: 3, outChannels: 3, groups: 3, kernelHeight: 7, kernelWidth: 7, inHeight: 19, inWidth: 14, ...padded, padBottom: 3 }],
    ...[3, 4, 6].map((kernelHeight): [string, Options] => [`depthwise ${kernelHeight}×6 with dilation`, { inChannels: 2, outChannels: 2, groups: 2, kernelHeight, kernelWidth: 6, dilationWidth: 2, inHeight: 12, inWidth: 19, ...padded }]),
    ["depthwise 1×5 with rows that no window sees", { batch: 2, inChannels: 2, outChannels: 2, groups: 2, kernelHeight: 1, kernelWidth: 5, strideHeight: 2, inHeight: 7, inWidth: 12 }],
    ["depthwise 2×7 with rows that no window sees", { batch: 2, inChannels: 2, outChannels: 2, groups: 2, kernelHeight: 2, kernelWidth: 7, strideHeight: 3, inHeight: 9, inWidth: 16, padLeft: 2 }],
    ["depthwise over columns of 3 cells", { batch: 2, inChannels: 3, outChannels: 3, groups: 3, inHeight: 9, inWidth: 3, ...padded }],
    ["one tap of depthwise", { batch: 3, inChannels: 2, outChannels: 2, groups: 2, kernelHeight: 1, kernelWidth: 1, inHeight: 6, inWidth: 7 }],
    ["depthwise with a multiplier", { batch: 2, inChannels: 4, outChannels: 12, groups: 4, strideHeight: 2, strideWidth: 2, inHeight: 8, inWidth: 8 }],
    ["1×1 with stride 2", { batch: 2, inChannels: 5, outChannels: 4, kernelHeight: 1, kernelWidth: 1, strideHeight: 2, strideWidth: 2 }],
    ["a stride larger than the kernel", { batch: 2, kernelHeight: 2, kernelWidth: 2, strideHeight: 5, strideWidth: 4, inHeight: 9, inWidth: 9 }],
    ["a dilation that shares a factor with the stride", { batch: 2, inChannels: 2, outChannels: 3, strideHeight: 4, strideWidth: 6, dilationHeight: 6, dilationWidth: 4, inHeight: 25, inWidth: 25, padTop: 2, padLeft: 5 }],
    ["a kernel larger than the input", { kernelHeight: 5, kernelWidth: 5, inHeight: 2, inWidth: 2, padTop: 2, padBottom: 2, padLeft: 3, padRight: 1 }],
    ["windows of padding only", { kernelHeight: 1, kernelWidth: 1, padTop: 3, padBottom: 3, padLeft: 2, padRight: 2, inHeight: 2, inWidth: 2 }],
    ["a stride that never meets the input", { kernelHeight: 1, kernelWidth: 1, strideHeight: 20, strideWidth: 20, padTop: 3, padLeft: 3 }],
    ["rows wider than a frame: a signal", { inChannels: 140, outChannels: 2, inHeight: 1, inWidth: 1100, kernelHeight: 1, kernelWidth: 9, padLeft: 4, padRight: 4 }],
    ["rows wider than a frame: images", { batch: 2, inChannels: 60, outChannels: 3, inHeight: 3, inWidth: 800, ...padded }],
    ["rows wider than a frame: groups, stride 3", { inChannels: 120, outChannels: 2, groups: 2, inHeight: 4, inWidth: 1650, strideWidth: 3, ...padded, padLeft: 2 }],
    ["rows wider than a frame: gradOutput with stride 2", { inChannels: 2, outChannels: 70, inHeight: 3, inWidth: 1300, strideWidth: 2, ...padded }],
    ["rows wider than a frame: rows along the lanes", { inChannels: 48, outChannels: 8, kernelWidth: 2, inHeight: 3, inWidth: 1000, ...padded }],
    ["rows wider than a frame: a dilation wider than a range", { inChannels: 48, outChannels: 2, kernelHeight: 1, inHeight: 1, inWidth: 2600, dilationWidth: 600, padLeft: 600, padRight: 600 }],
    ["rows wider than a frame: ranges of padding only", { inChannels: 66, outChannels: 1, kernelHeight: 1, inHeight: 1, inWidth: 5, padLeft: 1100, padRight: 1200 }],
    ["wide rows that need no frame", { inChannels: 2, outChannels: 64, kernelHeight: 1, kernelWidth: 2, inHeight: 2, inWidth: 4200, strideWidth: 2 }],
    ["depthwise over a wide signal", { inChannels: 2, outChannels: 2, groups: 2, kernelHeight: 1, inHeight: 1, inWidth: 8000, ...padded, padTop: 0, padBottom: 0 }],
    ["depthwise over a wide signal without padding, with a stride larger than the kernel", { inChannels: 2, outChannels: 2, groups: 2, kernelHeight: 1, kernelWidth: 2, inHeight: 1, inWidth: 24_000, strideWidth: 3 }],
    ["depthwise over wide images with stride 2", { inChannels: 2, outChannels: 2, groups: 2, inHeight: 3, inWidth: 7000, strideHeight: 2, strideWidth: 2, ...padded }],
    ["no images", { batch: 0, inChannels: 2, outChannels: 3 }],
    ["no input channels", { batch: 2, inChannels: 0, outChannels: 3 }],
    ["no output channels", { batch: 2, inChannels: 2, outChannels: 0 }],
  ])("%s", (_title, options) => {
    const { actual, expected } = results(seeded(52), geometry(options));
    expect(firstDifference(actual, expected)).toBeUndefined();
  });
});

test.each<[string, Options]>([
  ["a signal", { inChannels: 64, outChannels: 64, inHeight: 1, inWidth: 2 ** 20, kernelHeight: 1, kernelWidth: 9, padLeft: 4, padRight: 4 }],
  ["a signal, stride 4", { inChannels: 16, outChannels: 64, inHeight: 1, inWidth: 2 ** 20, kernelHeight: 1, kernelWidth: 9, strideWidth: 4, padLeft: 4, padRight: 4 }],
  ["a signal without padding", { inChannels: 64, outChannels: 64, inHeight: 1, inWidth: 2 ** 20, kernelHeight: 1, kernelWidth: 9 }],
  ["images", { inChannels: 16, outChannels: 16, inHeight: 8, inWidth: 2 ** 18, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }],
  ["depthwise over a signal without padding", { inChannels: 64, outChannels: 64, groups: 64, inHeight: 1, inWidth: 2 ** 17, kernelHeight: 1 }],
])("no thread takes more than 1.1 MiB of scratch for wide rows: %s", (_title, options) => {
  const g = geometry(options), steps = [...conv2d(0, 0, 0, 0, g), ...conv2dGradInput(0, 0, 0, 0, g), ...conv2dGradWeight(0, 0, 0, 0, g)];
  expect(Math.max(...steps.map((step) => step.scratchBytes))).toBeLessThan(1.1 * 2 ** 20);
});

/** Σ |products| for each result: what the error's bound is relative to. */
function magnitudes(g: Conv2dGeometry, { input, weight, gradOutput }: Operands) {
  const absolute = (values: Float32Array): Float32Array => values.map(Math.abs);
  return naive(g, { input: absolute(input), weight: absolute(weight), gradOutput: absolute(gradOutput) });
}

test.each<[string, Options]>([
  ["3×3", { batch: 2, inChannels: 40, outChannels: 4, inHeight: 9, inWidth: 9, padTop: 1, padLeft: 1 }],
  ["more than two depth blocks", { inChannels: 130, outChannels: 3, inHeight: 5, inWidth: 5 }],
  ["the first layer of the slides", { batch: 20, outChannels: 16, inHeight: 28, inWidth: 28, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }],
  ["small maps, stride 2", { batch: 30, inChannels: 5, outChannels: 9, inHeight: 8, inWidth: 8, strideHeight: 2, strideWidth: 2 }],
  ["1×1", { batch: 3, inChannels: 70, outChannels: 12, inHeight: 7, inWidth: 7, kernelHeight: 1, kernelWidth: 1 }],
  ["depthwise", { batch: 4, inChannels: 5, outChannels: 5, groups: 5, inHeight: 19, inWidth: 19, padTop: 1, padLeft: 1 }],
])("sums of fractions stay within γ(n) · Σ |products| of the exact ones: %s", (_title, options) => {
  const g = geometry(options);
  const operands = randomOperands(seeded(53), g, (draw, size) => Float32Array.from({ length: size }, () => draw() - 0.5));
  const { output, gradInput, gradWeight } = naive(g, operands), most = magnitudes(g, operands), taps = g.kernelHeight * g.kernelWidth;
  const terms = [(g.inChannels / g.groups) * taps, (g.outChannels / g.groups) * taps, g.batch * g.outHeight * g.outWidth];
  all(g, operands).forEach((actual, i) => {
    const exact = [output, gradInput, gradWeight][i]!, bound = [most.output, most.gradInput, most.gradWeight][i]!, unit = 2 ** -24 * terms[i]!;
    expect(actual.findIndex((value, j) => !(Math.abs(value - exact[j]!) <= (unit / (1 - unit)) * bound[j]!))).toBe(-1);
  });
});

test.each<[string, Options, number]>([
  ["the first layer of the slides", { batch: 64, outChannels: 16, inHeight: 28, inWidth: 28 }, 16], ["its second layer", { batch: 64, inChannels: 16, outChannels: 32, inHeight: 14, inWidth: 14 }, 16],
  ["one image of one cell", { inHeight: 3, inWidth: 3, inChannels: 2 }, 1],
])("the weight's gradient has work for several threads: %s", (_title, options, units) => {
  expect(conv2dGradWeight(0, 0, 0, 0, geometry(options))[0]!.units).toBe(units);
});

test("epilogues: bias, residual and activation, on the forward pass and on the transposed one", () => {
  const random = seeded(54);
  const wide = geometry({ batch: 2, inChannels: 2, outChannels: 2, groups: 2, inHeight: 20, inWidth: 21, padTop: 1, padLeft: 1 });
  for (let i = 0; i < 68; i++) {
    const g = i < 8 ? wide : randomGeometry(random);
    const operands = randomOperands(random, g);
    const { output, gradInput } = naive(g, operands);
    const activation = pick(random, [undefined, "relu", "relu6"] as const);
    const verify = (channels: number, plane: number, exact: Float64Array, workspace: number, steps: (at: Pointers, epilogue: EpiloguePointers) => Step[]): void => {
      const bias = i % 2 === 0 ? integers(random, channels) : null, residual = i % 4 < 2 ? integers(random, exact.length) : null;
      const expected = exact.map((sum, at) => {
        const value = sum + (bias?.[Math.floor(at / plane) % channels] ?? 0) + (residual?.[at] ?? 0);
        return activation === undefined ? value : Math.min(Math.max(value, 0), activation === "relu6" ? 6 : Infinity);
      });
      const once = (cut?: Cut): Float32Array => run(g, operands, exact.length, workspace, (at) =>
        steps(at, { bias: bias ? arena.floats(bias) : undefined, residual: residual ? arena.floats(residual) : undefined, activation }), cut);
      expect(plain(once())).toEqual(plain(expected));
      expect(plain(once(randomCuts(random)))).toEqual(plain(expected));
    };
    verify(g.outChannels, g.outHeight * g.outWidth, output, conv2dWorkspace(g), (at, epilogue) => conv2d(at.input, at.weight, at.result, at.workspace, g, epilogue));
    verify(g.inChannels, g.inHeight * g.inWidth, gradInput, conv2dGradInputWorkspace(g), (at, epilogue) => conv2dGradInput(at.gradOutput, at.weight, at.result, at.workspace, g, epilogue));
  }
});

test.each([[1, 4, 1], [4, 4, 4]])("a non-finite input spoils the outputs that see it and no other: channels %i → %i, groups %i", (inChannels, outChannels, groups) => {
  const g = geometry({ inChannels, outChannels, groups, inHeight: 9, inWidth: 9, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 });
  for (const bad of [NaN, Infinity]) {
    const { input, weight, gradOutput } = randomOperands(seeded(55), g, (_draw, size) => new Float32Array(size).fill(1));
    for (let c = 0; c < inChannels; c++) input[c * 81 + 4 * 9 + 8] = bad;
    const [output, , gradWeight] = all(g, { input, weight, gradOutput });
    output!.forEach((value, i) => {
      const h = Math.floor(i / 9) % 9, w = i % 9;
      expect(Number.isFinite(value)).toBe(!(Math.abs(h - 4) <= 1 && Math.abs(w - 8) <= 1));
    });
    // The left taps read columns −1 … 7, so only they stay finite: 8 columns of 9 rows, or of 8 for the upper and lower taps.
    gradWeight!.forEach((value, i) => expect(value).toEqual(i % 3 === 0 ? 72 - (Math.floor(i / 3) % 3 === 1 ? 0 : 8) : bad));
  }
});
