import type { Conv2dGeometry } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { instantiate } from "../kernels.js";
import { integer, pick, seeded, type Random } from "../random.test-support.js";
import { geometry, naive, randomOperands, type Operands } from "./conv2d.test-support.js";
import {
  conv2d, conv2dGradInput, conv2dGradInputWorkspace, conv2dWorkspace, directConv2d, directConv2dGradInput, directConv2dGradInputWorkspace, directConv2dWorkspace,
} from "./conv2d.js";
import type { EpiloguePointers, Step } from "./step.js";
import { winogradMagnitude } from "./winograd.test-support.js";
import {
  usesWinograd, winogradConv2d, winogradConv2dGradInput, winogradConv2dGradInputWorkspace, winogradConv2dWorkspace, winogradPoints,
} from "./winograd.js";

const arena = new Arena(false, 64);
const unit = 2 ** -24;
const gamma = (n: number): number => (n * unit) / (1 - n * unit);
const fractions = (random: Random, size: number): Float32Array => Float32Array.from({ length: size }, () => 2 * random() - 1);

function randomGeometry(random: Random): Conv2dGeometry {
  const groups = pick(random, [1, 1, 2, 3]);
  const g = geometry({
    groups, batch: integer(random, 0, 3), inChannels: groups * integer(random, 1, 6), outChannels: groups * integer(random, 1, 9), inHeight: integer(random, 1, 14), inWidth: integer(random, 4, 22),
    padTop: integer(random, 0, 2), padBottom: integer(random, 0, 2), padLeft: integer(random, 0, 2), padRight: integer(random, 0, 2),
  });
  return g.outHeight >= 1 && g.outWidth >= 4 ? g : randomGeometry(random);
}

type Cut = (units: number) => number[];
type Epilogue = { readonly bias?: Float32Array | undefined; readonly residual?: Float32Array | undefined; readonly activation?: "relu" | "relu6" | undefined };

/** The result of the steps; the bytes behind it and behind the workspace stay as they were. */
function run(source: Float32Array, weight: Float32Array, size: number, workspaceBytes: number, epilogue: Epilogue, steps: (at: number[], epilogue: EpiloguePointers) => Step[], cut?: Cut): Float32Array {
  arena.reset();
  const at = [arena.floats(source), arena.floats(weight), arena.bytes(4 * size), arena.bytes(workspaceBytes)];
  const pointers = { bias: epilogue.bias && arena.floats(epilogue.bias), residual: epilogue.residual && arena.floats(epilogue.residual), activation: epilogue.activation };
  arena.run(steps(at, pointers), cut);
  for (const end of [at[2]! + 4 * size, at[3]! + workspaceBytes]) expect([...new Uint8Array(arena.memory.buffer, end, 32)]).toEqual(new Array(32).fill(0xff));
  return arena.readFloats(at[2]!, size);
}

/** Both directions of a geometry: how to compute them, what they must be, and by how much they may differ without epilogue. */
function directions(g: Conv2dGeometry, { input, weight, gradOutput }: Operands) {
  const inPerGroup = g.inChannels / g.groups, outPerGroup = g.outChannels / g.groups;
  const { output, gradInput } = naive(g, { input, weight, gradOutput });
  const weightAt = (out: number, channel: number, kh: number, kw: number): number => weight[((out * inPerGroup + channel) * 3 + kh) * 3 + kw]!;
  const outputMagnitude = winogradMagnitude({
    batch: g.batch, groups: g.groups, depth: inPerGroup, rows: outPerGroup, sourceHeight: g.inHeight, sourceWidth: g.inWidth, targetHeight: g.outHeight, targetWidth: g.outWidth,
    padTop: g.padTop, padLeft: g.padLeft, source: input, weightAt: (group, row, channel, kh, kw) => weightAt(group * outPerGroup + row, channel, kh, kw),
  }, winogradPoints);
  const gradMagnitude = winogradMagnitude({
    batch: g.batch, groups: g.groups, depth: outPerGroup, rows: inPerGroup, sourceHeight: g.outHeight, sourceWidth: g.outWidth, targetHeight: g.inHeight, targetWidth: g.inWidth,
    padTop: 2 - g.padTop, padLeft: 2 - g.padLeft, source: gradOutput, weightAt: (group, row, channel, kh, kw) => weightAt(group * outPerGroup + channel, row, 2 - kh, 2 - kw),
  }, winogradPoints);
  return [
    {
      exact: output, channels: g.outChannels, plane: g.outHeight * g.outWidth, magnitude: outputMagnitude, terms: inPerGroup + 24,
      run: (epilogue: Epilogue, cut?: Cut) => run(input, weight, output.length, winogradConv2dWorkspace(g), epilogue, ([x, w, y, space], pointers) => winogradConv2d(x!, w!, y!, space!, g, pointers), cut),
    },
    {
      exact: gradInput, channels: g.inChannels, plane: g.inHeight * g.inWidth, magnitude: gradMagnitude, terms: outPerGroup + 24,
      run: (epilogue: Epilogue, cut?: Cut) => run(gradOutput, weight, gradInput.length, winogradConv2dGradInputWorkspace(g), epilogue, ([y, w, x, space], pointers) => winogradConv2dGradInput(y!, w!, x!, space!, g, pointers), cut),
    },
  ];
}

const bits = (values: Float32Array): Int32Array => new Int32Array(values.buffer);

/** Checks both directions against the bound, with an epilogue, whole and in pieces; gives the worst share of the bound. */
function verify(random: Random, g: Conv2dGeometry): number {
  let worst = 0;
  for (const { exact, channels, plane, magnitude, terms, run: once } of directions(g, randomOperands(random, g, fractions))) {
    const activation = pick(random, [undefined, "relu", "relu6"] as const);
    const bias = random() < 0.5 ? fractions(random, channels) : undefined, residual = random() < 0.5 ? fractions(random, exact.length) : undefined;
    const actual = once({ bias, residual, activation });
    actual.forEach((value, i) => {
      const added = [bias?.[Math.floor(i / plane) % channels] ?? 0, residual?.[i] ?? 0], sum = exact[i]! + added[0]! + added[1]!;
      const expected = activation === undefined ? sum : Math.min(Math.max(sum, 0), activation === "relu6" ? 6 : Infinity);
      const share = Math.abs(value - expected) / (gamma(terms) * (magnitude[i]! + Math.abs(added[0]!) + Math.abs(added[1]!)));
      if (!(share <= worst)) worst = share;
    });
    expect(bits(once({ bias, residual, activation }, randomCuts(random)))).toEqual(bits(actual));
  }
  return worst;
}

describe("within γ(depth + 24) of the exact sums, the same to the bit in any pieces, and nothing beside the result is written", () => {
  test("60 random geometries", () => {
    const random = seeded(61);
    for (let i = 0; i < 60; i++) {
      const g = randomGeometry(random);
      expect(verify(random, g), JSON.stringify(g)).toBeLessThanOrEqual(1);
    }
  });

  const padded = { padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 };
  test.each<[string, Parameters<typeof geometry>[0]]>([
    ["more tiles than a block, more rows than a chunk", { batch: 3, inChannels: 5, outChannels: 37, inHeight: 14, inWidth: 15, ...padded }],
    ["a row of tiles longer than a block", { batch: 2, inChannels: 2, outChannels: 3, inHeight: 6, inWidth: 150, ...padded }],
    ["many tiny images", { batch: 40, inChannels: 3, outChannels: 4, inHeight: 2, inWidth: 4, ...padded }],
    ["a sum over many channels", { inChannels: 70, outChannels: 4, inHeight: 5, inWidth: 7, ...padded }],
    ["one row of output", { batch: 2, inChannels: 3, outChannels: 4, inHeight: 1, inWidth: 9, padTop: 2, padLeft: 2 }],
  ])("%s", (_title, options) => expect(verify(seeded(62), geometry(options))).toBeLessThanOrEqual(1));
});

test.each([0, 1, 2, 3, 4])("nothing is read or written beyond the end of the memory: operand %i lies there", (last) => {
  const g = geometry({ batch: 3, inChannels: 5, outChannels: 6, inHeight: 9, inWidth: 11, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 });
  const memory = new WebAssembly.Memory({ initial: 40, maximum: 40 }), kernels = instantiate(memory);
  const output = 4 * g.batch * g.outChannels * g.outHeight * g.outWidth, input = 4 * g.batch * g.inChannels * g.inHeight * g.inWidth;
  const place = (forward: boolean): number[] =>
    [forward ? input : output, 4 * 5 * 6 * 9, forward ? output : input, forward ? winogradConv2dWorkspace(g) : winogradConv2dGradInputWorkspace(g), forward ? output : input]
      .map((size, i) => (i === last ? memory.buffer.byteLength - size : 65_536 * (2 * i + 1)));
  const [x, w, y, space, residual] = place(true), [gradOutput, weight, gradInput, room, added] = place(false);
  for (const { kernel, block, units, scratchBytes } of [
    ...winogradConv2d(x!, w!, y!, space!, g, { residual: residual! }), ...winogradConv2dGradInput(gradOutput!, weight!, gradInput!, room!, g, { residual: added! }),
  ]) {
    expect(scratchBytes).toBeLessThan(20 * 65_536);
    new Int32Array(memory.buffer, 1024, block.length).set(block);
    kernels[kernel](1024, 0, units, 16 * 65_536);
  }
});

describe("what is not finite", () => {
  const g = geometry({ inChannels: 5, outChannels: 6, inHeight: 11, inWidth: 13, padTop: 1, padLeft: 2, padBottom: 1 });
  const spoilt: Record<string, (operands: Operands) => void> = {
    "NaN in the input": ({ input, gradOutput }) => { input[300] = NaN; gradOutput[300] = NaN; },
    "Infinity in the input": ({ input, gradOutput }) => { input[7] = Infinity; gradOutput[7] = -Infinity; },
    "Infinity in the last cell": ({ input, gradOutput }) => { for (const x of [input, gradOutput]) x[x.length - 1] = Infinity; },
    "NaN and Infinity in the weight": ({ weight }) => { weight[31] = NaN; weight[200] = Infinity; },
    "everything": ({ input, gradOutput }) => { input.fill(NaN); gradOutput.fill(NaN); },
    "what overflows on the way only": ({ input, gradOutput }) => { for (const x of [input, gradOutput]) x.forEach((value, i) => (x[i] = value * 2 ** 123)); },
  };
  test.each(Object.keys(spoilt))("%s: each output is what the direct way gives", (name) => {
    const operands = randomOperands(seeded(63), g, fractions), { input, weight, gradOutput } = operands;
    spoilt[name]!(operands);
    const direct = [
      run(input, weight, gradOutput.length, directConv2dWorkspace(g), {}, ([x, w, y, space]) => directConv2d(x!, w!, y!, space!, g)),
      run(gradOutput, weight, input.length, directConv2dGradInputWorkspace(g), {}, ([y, w, x, space]) => directConv2dGradInput(y!, w!, x!, space!, g)),
    ];
    directions(g, operands).forEach(({ run: once }, direction) => {
      const expected = direct[direction]!, actual = once({}), scale = Math.max(...expected.map((value) => (Number.isFinite(value) ? Math.abs(value) : 0)));
      expect(actual.filter((value, i) => !Number.isFinite(expected[i]!) && !Object.is(value, expected[i])).length).toBe(0);
      expect(actual.filter((value, i) => Number.isFinite(expected[i]!) && !(Math.abs(value - expected[i]!) <= 1e-5 * scale)).length).toBe(0);
      expect(bits(once({}, randomCuts(seeded(64))))).toEqual(bits(actual));
    });
  });
});

describe("usesWinograd", () => {
  const wide = { batch: 1, inChannels: 16, outChannels: 16, inHeight: 12, inWidth: 12, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 };
  test.each<[boolean, boolean, string, Parameters<typeof geometry>[0]]>([
    [true, true, "3×3 from 16 channels on", {}],
    [false, false, "sums over 15 channels, and as few rows", { inChannels: 15 }],
    [false, false, "gradients that sum over 15", { outChannels: 15 }],
    [false, false, "groups of 8", { groups: 2 }],
    [false, false, "too few rows", { inChannels: 32, outChannels: 8 }],
    [false, false, "another kernel", { kernelHeight: 5, padTop: 2, padBottom: 2 }],
    [false, false, "a stride", { strideWidth: 2, inHeight: 30, inWidth: 30 }],
    [false, false, "a dilation", { dilationHeight: 2, padTop: 2, padBottom: 2 }],
    [false, false, "padding beyond the kernel", { padLeft: 3 }],
    [false, false, "a map of mostly empty tiles", { inHeight: 5, inWidth: 5 }],
    [true, true, "4 maps of half empty tiles", { batch: 4, inHeight: 6, inWidth: 6 }],
    [false, false, "a map of 7×7", { inHeight: 7, inWidth: 7 }],
    [true, true, "2 of them", { batch: 2, inHeight: 7, inWidth: 7 }],
    [true, true, "8 with a weight that leaves the caches", { batch: 8, inHeight: 7, inWidth: 7, inChannels: 512, outChannels: 512 }],
    [false, false, "2 of those", { batch: 2, inHeight: 7, inWidth: 7, inChannels: 512, outChannels: 512 }],
    [true, false, "4 of those", { batch: 4, inHeight: 7, inWidth: 7, inChannels: 512, outChannels: 512 }],
    [false, false, "a column", { batch: 64, inHeight: 64, inWidth: 3 }],
    [false, false, "no images", { batch: 0 }],
  ])("conv2d %s, gradInput %s: %s", (forward, backward, _title, options) => {
    const g = geometry({ ...wide, ...options });
    expect([usesWinograd(g), usesWinograd(g, "conv2dGradInput")]).toEqual([forward, backward]);
    const kernels = (steps: Step[]): boolean => steps.some(({ kernel }) => kernel === "convolveWinograd");
    expect([kernels(conv2d(0, 0, 0, 0, g)), kernels(conv2dGradInput(0, 0, 0, 0, g))]).toEqual([forward, backward]);
    expect(conv2dWorkspace(g) === winogradConv2dWorkspace(g)).toBe(forward);
    expect(conv2dGradInputWorkspace(g) === winogradConv2dGradInputWorkspace(g)).toBe(backward);
    expect(kernels(directConv2d(0, 0, 0, 0, g))).toBe(false);
  });
});
