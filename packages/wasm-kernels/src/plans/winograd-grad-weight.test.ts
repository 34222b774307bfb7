import type { Conv2dGeometry } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { instantiate } from "../kernels.js";
import { integer, pick, seeded, type Random } from "../random.test-support.js";
import { conv2dGradWeight, conv2dGradWeightWorkspace, directConv2dGradWeight, directConv2dGradWeightWorkspace } from "./conv2d-grad-weight.js";
import { geometry, naive, randomOperands, type Operands } from "./conv2d.test-support.js";
import type { Step } from "./step.js";
import { usesWinogradGradWeight, winogradConv2dGradWeight, winogradConv2dGradWeightWorkspace } from "./winograd-grad-weight.js";
import { winogradGradMagnitude } from "./winograd.test-support.js";
import { winogradPoints } from "./winograd.js";

const arena = new Arena(false, 128);
const unit = 2 ** -24;
const gamma = (n: number): number => (n * unit) / (1 - n * unit);
const bits = (values: Float32Array): Int32Array => new Int32Array(values.buffer);
const fractions = (random: Random, size: number): Float32Array => Float32Array.from({ length: size }, () => 2 * random() - 1);
const padded = { padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 };

function randomGeometry(random: Random): Conv2dGeometry {
  const groups = pick(random, [1, 1, 2, 3]);
  const g = geometry({
    groups, batch: integer(random, 0, 4), inChannels: groups * integer(random, 1, 11), outChannels: groups * integer(random, 1, 9), inHeight: integer(random, 1, 14), inWidth: integer(random, 4, 22),
    padTop: integer(random, 0, 2), padBottom: integer(random, 0, 2), padLeft: integer(random, 0, 2), padRight: integer(random, 0, 2),
  });
  return g.outHeight >= 1 && g.outWidth >= 4 ? g : randomGeometry(random);
}

type Plan = (gradOutput: number, input: number, gradWeight: number, workspace: number, g: Conv2dGeometry) => Step[];

/** gradWeight as the steps compute it; the bytes behind it and behind the workspace stay as they were. */
function run(g: Conv2dGeometry, { input, weight, gradOutput }: Operands, workspaceBytes: number, plan: Plan, cut?: (units: number) => number[]): Float32Array {
  arena.reset();
  const target = arena.bytes(4 * weight.length), workspace = arena.bytes(workspaceBytes);
  arena.run(plan(arena.floats(gradOutput), arena.floats(input), target, workspace, g), cut);
  for (const end of [target + 4 * weight.length, workspace + workspaceBytes]) expect([...new Uint8Array(arena.memory.buffer, end, 32)]).toEqual(new Array(32).fill(0xff));
  return arena.readFloats(target, weight.length);
}

const winograd = (g: Conv2dGeometry, operands: Operands, cut?: (units: number) => number[]): Float32Array =>
  run(g, operands, winogradConv2dGradWeightWorkspace(g), winogradConv2dGradWeight, cut);
const direct = (g: Conv2dGeometry, operands: Operands): Float32Array => run(g, operands, directConv2dGradWeightWorkspace(g), directConv2dGradWeight);

/** The worst share of the bound; and in pieces the bits are the same. */
function verify(random: Random, g: Conv2dGeometry): number {
  const operands = randomOperands(random, g, fractions), { gradWeight } = naive(g, operands), magnitude = winogradGradMagnitude(g, operands.gradOutput, operands.input, winogradPoints);
  const terms = g.batch * Math.ceil(g.outHeight / 4) * Math.ceil(g.outWidth / 4) + 24, actual = winograd(g, operands);
  expect(bits(winograd(g, operands, randomCuts(random)))).toEqual(bits(actual));
  return gradWeight.reduce((worst, exact, i) => {
    const share = Math.abs(actual[i]! - exact) / (gamma(terms) * magnitude[i]! || Number.MIN_VALUE);
    return share <= worst ? worst : share;
  }, 0);
}

describe("within γ(tiles + 24) of the exact sums, the same to the bit in any pieces, and nothing beside the result is written", () => {
  test("80 random geometries", () => {
    const random = seeded(71);
    for (let i = 0; i < 80; i++) {
      const g = randomGeometry(random);
      expect(verify(random, g), JSON.stringify(g)).toBeLessThanOrEqual(1);
    }
  });

  test.each<[string, Parameters<typeof geometry>[0]]>([
    ["several parts, cut within rows of tiles", { batch: 5, inChannels: 3, outChannels: 5, inHeight: 23, inWidth: 22, ...padded }],
    ["several chunks of each of several parts", { batch: 3, groups: 6, inChannels: 6, outChannels: 6, inHeight: 46, inWidth: 45, ...padded }],
    ["several blocks of either channels", { batch: 2, inChannels: 70, outChannels: 67, inHeight: 6, inWidth: 7, ...padded }],
    ["a row of tiles longer than a chunk", { inChannels: 2, outChannels: 3, inHeight: 6, inWidth: 650, ...padded }],
    ["a row longer than strips are", { inChannels: 3, outChannels: 2, inHeight: 5, inWidth: 2100, ...padded }],
    ["a row longer than strips are, whose last tile has one cell", { inChannels: 2, outChannels: 2, inHeight: 3, inWidth: 2053, padTop: 2, padRight: 2 }],
    ["many tiny images", { batch: 50, inChannels: 3, outChannels: 4, inHeight: 2, inWidth: 4, ...padded }],
    ["one row of output", { batch: 2, inChannels: 3, outChannels: 4, inHeight: 1, inWidth: 9, padTop: 2, padLeft: 2 }],
    ["no output channels", { inChannels: 3, outChannels: 0 }],
  ])("%s", (_title, options) => expect(verify(seeded(72), geometry(options))).toBeLessThanOrEqual(1));
});

test.each([0, 1, 2, 3])("nothing is read or written beyond the end of the memory: operand %i lies there", (last) => {
  const g = geometry({ batch: 3, inChannels: 5, outChannels: 6, inHeight: 19, inWidth: 21, ...padded });
  const memory = new WebAssembly.Memory({ initial: 48, maximum: 48 }), kernels = instantiate(memory);
  const sizes = [4 * 3 * 6 * 19 * 21, 4 * 3 * 5 * 19 * 21, 4 * 6 * 5 * 9, winogradConv2dGradWeightWorkspace(g)];
  expect(sizes[3]).toBeGreaterThan(0);
  for (const input of [1, Infinity]) {
    const at = sizes.map((size, i) => (i === last ? memory.buffer.byteLength - size : 65_536 * (4 * i + 1)));
    new Float32Array(memory.buffer, at[1], sizes[1]! / 4).fill(input);
    for (const { kernel, block, units, scratchBytes } of winogradConv2dGradWeight(at[0]!, at[1]!, at[2]!, at[3]!, g)) {
      expect(scratchBytes).toBeLessThan(20 * 65_536);
      new Int32Array(memory.buffer, 1024, block.length).set(block);
      kernels[kernel](1024, 0, units, 20 * 65_536);
    }
  }
});

describe("what is not finite", () => {
  const spoilt: Record<string, (operands: Operands) => void> = {
    "NaN in the input": ({ input }) => { input[300] = NaN; },
    "NaN in gradOutput": ({ gradOutput }) => { gradOutput[300] = NaN; },
    "Infinity in the input": ({ input }) => { input[7] = Infinity; },
    "Infinity in the last cell": ({ input, gradOutput }) => { for (const x of [input, gradOutput]) x[x.length - 1] = -Infinity; },
    "Infinity at the edge, which some taps do not see": ({ input }) => { input[0] = Infinity; },
    "NaN in gradOutput's corner": ({ gradOutput }) => { gradOutput[0] = NaN; },
    "everything": ({ input, gradOutput }) => { input.fill(NaN); gradOutput.fill(NaN); },
    "what overflows on the way only": ({ input, gradOutput }) => { for (const x of [input, gradOutput]) x.forEach((value, i) => (x[i] = value * 2 ** 59)); },
  };
  const geometries = [
    geometry({ inChannels: 5, outChannels: 6, inHeight: 11, inWidth: 13, padTop: 1, padLeft: 2, padBottom: 1 }),
    geometry({ batch: 6, groups: 2, inChannels: 4, outChannels: 6, inHeight: 18, inWidth: 14, padLeft: 1, padRight: 2 }),
    geometry({ inChannels: 2, outChannels: 2, inHeight: 4, inWidth: 2050, padLeft: 1, padRight: 2, padTop: 1 }),
  ];
  test.each(Object.keys(spoilt))("%s: each tap is what the direct way gives", (name) => {
    for (const g of geometries) {
      const operands = randomOperands(seeded(73), g, fractions);
      spoilt[name]!(operands);
      const expected = direct(g, operands), actual = winograd(g, operands), scale = Math.max(...expected.map((value) => (Number.isFinite(value) ? Math.abs(value) : 0)));
      expect(actual.filter((value, i) => !Number.isFinite(expected[i]!) && !Object.is(value, expected[i])).length).toBe(0);
      expect(actual.filter((value, i) => Number.isFinite(expected[i]!) && !(Math.abs(value - expected[i]!) <= 1e-5 * scale)).length).toBe(0);
      expect(bits(winograd(g, operands, randomCuts(seeded(74))))).toEqual(bits(actual));
    }
  });
});

test("no thread takes more than 2 MiB of scratch for wide rows", () => {
  const g = geometry({ inChannels: 64, outChannels: 64, inHeight: 8, inWidth: 2 ** 18, ...padded });
  expect(Math.max(...winogradConv2dGradWeight(0, 0, 0, 0, g).map((step) => step.scratchBytes))).toBeLessThan(2 * 2 ** 20);
});

describe("usesWinogradGradWeight", () => {
  const wide = { batch: 4, inChannels: 16, outChannels: 16, inHeight: 12, inWidth: 12, ...padded };
  test.each<[boolean, string, Parameters<typeof geometry>[0]]>([
    [true, "3×3 from 16 channels on", {}],
    [true, "few channels of many whole tiles", { batch: 16, inChannels: 8, outChannels: 8 }],
    [false, "a first layer", { batch: 64, inChannels: 3, outChannels: 64 }],
    [false, "depthwise", { groups: 16 }],
    [false, "another kernel", { kernelHeight: 5, padTop: 2, padBottom: 2 }],
    [false, "a stride", { strideWidth: 2, inHeight: 30, inWidth: 30 }],
    [false, "a dilation", { dilationHeight: 2, padTop: 2, padBottom: 2 }],
    [false, "padding beyond the kernel", { padLeft: 3 }],
    [false, "maps of mostly empty tiles", { inHeight: 5, inWidth: 5 }],
    [false, "too few tiles to transform the sums back for", { batch: 1, inHeight: 7, inWidth: 7, inChannels: 512, outChannels: 512 }],
    [true, "4 times as many", { batch: 4, inHeight: 7, inWidth: 7, inChannels: 512, outChannels: 512 }],
    [false, "columns", { batch: 64, inHeight: 64, inWidth: 3 }],
    [false, "no images", { batch: 0 }],
  ])("%s: %s", (expected, _title, options) => {
    const g = geometry({ ...wide, ...options }), kernels = conv2dGradWeight(0, 0, 0, 0, g).map(({ kernel }) => kernel);
    expect(usesWinogradGradWeight(g)).toBe(expected);
    expect(kernels.includes("convolveWinogradGrad")).toBe(expected);
    expect(conv2dGradWeightWorkspace(g)).toBe((expected ? winogradConv2dGradWeightWorkspace : directConv2dGradWeightWorkspace)(g));
    expect(directConv2dGradWeight(0, 0, 0, 0, g).some(({ kernel }) => kernel === "convolveWinogradGrad")).toBe(false);
  });

  test.each<[string, Parameters<typeof geometry>[0], number]>([
    ["the second layer of the slides", { batch: 64, inChannels: 16, outChannels: 32, inHeight: 14, inWidth: 14 }, 16],
    ["the last of a small ResNet", { batch: 32, inChannels: 64, outChannels: 64, inHeight: 8, inWidth: 8 }, 4],
    ["512 channels", { batch: 8, inChannels: 512, outChannels: 512, inHeight: 7, inWidth: 7 }, 64],
  ])("there is work for several threads: %s", (_title, options, units) => {
    expect(conv2dGradWeight(0, 0, 0, 0, geometry({ ...options, ...padded }))[0]!.units).toBe(units);
  });
});
