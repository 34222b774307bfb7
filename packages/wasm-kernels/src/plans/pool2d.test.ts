import { averageDivisor, kernelExtent, outputSize, outputSizeCeil, type Pool2dGeometry } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { integer, pick, seeded, type Random } from "../random.test-support.js";
import { argmaxBytes, avgPool2d, avgPool2dGrad, maxPool2d, maxPool2dGrad, maxPool2dTake } from "./pool2d.js";
import type { Step } from "./step.js";

const arena = new Arena(false, 64);

type Options = Partial<Pool2dGeometry> & { readonly ceilMode?: boolean };

function geometry({ ceilMode = false, ...options }: Options): Pool2dGeometry {
  const g = {
    batch: 1, channels: 2, inHeight: 6, inWidth: 11, kernelHeight: 2, kernelWidth: 2, strideHeight: 2, strideWidth: 2, dilationHeight: 1, dilationWidth: 1,
    padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, countIncludePad: 1, divisorOverride: 0, ...options,
  };
  const size = ceilMode ? outputSizeCeil : outputSize;
  return {
    ...g,
    outHeight: size(g.inHeight, g.padTop, g.padBottom, kernelExtent(g.kernelHeight, g.dilationHeight), g.strideHeight),
    outWidth: size(g.inWidth, g.padLeft, g.padRight, kernelExtent(g.kernelWidth, g.dilationWidth), g.strideWidth),
  };
}

function randomGeometry(random: Random): Pool2dGeometry {
  const [kernelHeight, kernelWidth] = [integer(random, 1, 5), integer(random, 1, 5)];
  const isTiled = random() < 0.3;
  const g = geometry({
    ceilMode: random() < 0.4, batch: integer(random, 0, 2), channels: integer(random, 1, 3), inHeight: integer(random, 1, 14), inWidth: integer(random, 1, 30),
    kernelHeight, kernelWidth, strideHeight: isTiled ? kernelHeight : integer(random, 1, 4), strideWidth: isTiled ? kernelWidth : integer(random, 1, 4),
    dilationHeight: isTiled ? 1 : integer(random, 1, 3), dilationWidth: isTiled ? 1 : integer(random, 1, 3),
    ...(isTiled ? {} : { padTop: integer(random, 0, 3), padBottom: integer(random, 0, 3), padLeft: integer(random, 0, 3), padRight: integer(random, 0, 3) }),
    countIncludePad: integer(random, 0, 1), divisorOverride: random() < 0.2 ? integer(random, 1, 9) : 0,
  });
  return g.outHeight >= 1 && g.outWidth >= 1 ? g : randomGeometry(random);
}

/** Calls `visit` for every window with its cells inside of the input, in row-major order. */
function eachWindow(g: Pool2dGeometry, visit: (output: number, cells: readonly { readonly at: number; readonly position: number }[], h: number, w: number) => void): void {
  for (let plane = 0, output = 0; plane < g.batch * g.channels; plane++) for (let h = 0; h < g.outHeight; h++) for (let w = 0; w < g.outWidth; w++, output++) {
    const cells = [];
    for (let kh = 0; kh < g.kernelHeight; kh++) for (let kw = 0; kw < g.kernelWidth; kw++) {
      const y = h * g.strideHeight - g.padTop + kh * g.dilationHeight, x = w * g.strideWidth - g.padLeft + kw * g.dilationWidth;
      if (y >= 0 && y < g.inHeight && x >= 0 && x < g.inWidth) cells.push({ at: (plane * g.inHeight + y) * g.inWidth + x, position: kh * g.kernelWidth + kw });
    }
    visit(output, cells, h, w);
  }
}

const inSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.inHeight * g.inWidth;
const outSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.outHeight * g.outWidth;

/** What the kernels must give: maxima to the bit, the argmax of windows that hold a cell, averages with the same sums of absolute values. */
function naive(g: Pool2dGeometry, input: Float32Array, gradOutput: Float32Array) {
  const max = new Float32Array(outSize(g)).fill(-Infinity), argmax = new Array<number | null>(outSize(g)).fill(null), taken = new Float32Array(outSize(g));
  const maxGrad = new Float32Array(inSize(g)), average = new Float64Array(outSize(g)), averageGrad = new Float64Array(inSize(g));
  const averageSize = new Float64Array(outSize(g)), averageGradSize = new Float64Array(inSize(g));
  eachWindow(g, (output, cells, h, w) => {
    const divisor = averageDivisor(g, h, w);
    let best: { at: number; position: number } | undefined, sum = 0, size = 0;
    for (const cell of cells) {
      const value = input[cell.at];
      sum += value;
      size += Math.abs(value);
      if (!best || (!(value <= input[best.at]) && !Number.isNaN(input[best.at]))) best = cell;
      averageGrad[cell.at] += gradOutput[output] / divisor;
      averageGradSize[cell.at] += Math.abs(gradOutput[output] / divisor);
    }
    average[output] = sum / divisor;
    averageSize[output] = Math.abs(size / divisor);
    if (!best) return;
    max[output] = input[best.at];
    argmax[output] = best.position;
    maxGrad[best.at] += gradOutput[output];
    taken[output] = input[best.at];
  });
  return { max, argmax, taken, maxGrad, average, averageSize, averageGrad, averageGradSize };
}

type Cut = (units: number) => number[];

/** All kernels over one memory; nobody may write behind a result. */
function kernels(g: Pool2dGeometry, input: Float32Array, gradOutput: Float32Array, cut?: Cut) {
  arena.reset();
  const [x, dy] = [arena.floats(input), arena.floats(gradOutput)];
  const run = (bytes: number, step: (output: number) => Step): number => {
    const output = arena.bytes(bytes + 16);
    arena.run([step(output)], cut);
    expect([...new Uint8Array(arena.memory.buffer, output + bytes, 16)]).toEqual(new Array(16).fill(0xff));
    return output;
  };
  const output = (size: number, step: (at: number) => Step): Float32Array => arena.readFloats(run(4 * size, step), size);
  let max: Float32Array = new Float32Array(0);
  const argmaxAt = run(argmaxBytes(g) * outSize(g), (argmax) => {
    const at = arena.bytes(4 * outSize(g) + 16);
    arena.run([maxPool2d(x, at, argmax, g)], cut);
    max = arena.readFloats(at, outSize(g));
    return maxPool2d(x, at, argmax, g);
  });
  return {
    max, argmax: [...new (argmaxBytes(g) === 1 ? Uint8Array : Int32Array)(arena.memory.buffer, argmaxAt, outSize(g))],
    maxAlone: output(outSize(g), (at) => maxPool2d(x, at, null, g)),
    taken: output(outSize(g), (at) => maxPool2dTake(x, argmaxAt, at, g)),
    average: output(outSize(g), (at) => avgPool2d(x, at, g)),
    maxGrad: output(inSize(g), (at) => maxPool2dGrad(dy, argmaxAt, at, g)),
    averageGrad: output(inSize(g), (at) => avgPool2dGrad(dy, at, g)),
  };
}

/** Bits, but one NaN for all. */
const bits = (values: Float32Array): Int32Array => new Int32Array(values.map((value) => (Number.isNaN(value) ? NaN : value)).buffer);

/** Sums of up to n terms, each rounded, and a division: |actual − exact| ≤ (n + 1) · 2⁻²⁴ · size. */
function isNear(actual: Float32Array, exact: Float64Array, size: Float64Array, g: Pool2dGeometry): boolean {
  const bound = (g.kernelHeight * g.kernelWidth + 1) * 2 ** -24;
  return actual.every((value, i) => (Number.isFinite(exact[i]) ? Math.abs(value - exact[i]) <= bound * size[i] : Object.is(value, exact[i])));
}

const isEqual = (a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean => a.length === b.length && Array.from(a).every((value, i) => value === b[i]);

/** Which results are wrong, or other in random pieces than in one. */
function wrong(random: Random, g: Pool2dGeometry, draw: () => number): string[] {
  const input = Float32Array.from({ length: inSize(g) }, draw), gradOutput = Float32Array.from({ length: outSize(g) }, () => (random() < 0.1 ? -0 : random() - 0.5));
  const exact = naive(g, input, gradOutput), whole = kernels(g, input, gradOutput), pieces = kernels(g, input, gradOutput, randomCuts(random));
  const names = ["max", "maxAlone", "taken", "maxGrad", "average", "averageGrad"] as const;
  const verdicts: Record<string, boolean> = {
    ...Object.fromEntries(names.map((name) => [`${name} in pieces`, isEqual(bits(pieces[name]), bits(whole[name]))])),
    "argmax in pieces": isEqual(pieces.argmax, whole.argmax),
    argmax: isEqual(whole.argmax.map((position, i) => (exact.argmax[i] === null ? null : position)), exact.argmax),
    max: isEqual(bits(whole.max), bits(exact.max)), maxAlone: isEqual(bits(whole.maxAlone), bits(exact.max)),
    taken: isEqual(bits(whole.taken), bits(exact.taken)), maxGrad: isEqual(bits(whole.maxGrad), bits(exact.maxGrad)),
    average: isNear(whole.average, exact.average, exact.averageSize, g), averageGrad: isNear(whole.averageGrad, exact.averageGrad, exact.averageGradSize, g),
  };
  return Object.keys(verdicts).filter((name) => !verdicts[name]);
}

/** Few different values, so that there are ties. */
const ties = (random: Random) => (): number => pick(random, [-2, -1, -0, 0, 0.5, 1, -Infinity]);
const eighths = (random: Random) => (): number => integer(random, -40, 40) / 8;
const anything = (random: Random) => (): number => (random() < 0.05 ? pick(random, [NaN, Infinity, -Infinity, -0]) : integer(random, -40, 40) / 8);

describe("poolings are right, and the same to the bit in any pieces", () => {
  test.each([["fractions", eighths], ["ties", ties], ["non-finite", anything]])("80 random geometries of %s", (_title, values) => {
    const random = seeded(61);
    for (let i = 0; i < 80; i++) {
      const g = randomGeometry(random);
      expect([g, wrong(random, g, values(random))]).toEqual([g, []]);
    }
  });

  const padded = { padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 };
  const three = { kernelHeight: 3, kernelWidth: 3, ...padded };
  test.each<[string, Options]>([
    ["2×2 of the slides' CNN", { batch: 3, channels: 4, inHeight: 28, inWidth: 28 }],
    ["2×2 over odd sizes", { inHeight: 9, inWidth: 23 }],
    ["2×2 over odd sizes, rounded up", { inHeight: 9, inWidth: 23, ceilMode: true }],
    ["2×2 with padding", { ...padded, inHeight: 9, inWidth: 23 }],
    ["2×2 with padding on one side", { padLeft: 1, inHeight: 8, inWidth: 23 }],
    ["2×2 in bands", { channels: 1, inHeight: 67, inWidth: 200 }],
    ["3×3 with stride 2 in bands", { ...three, channels: 1, inHeight: 131, inWidth: 100 }],
    ["3×3 with stride 1 in bands", { ...three, channels: 1, inHeight: 131, inWidth: 100, strideHeight: 1, strideWidth: 1 }],
    ["3×3 with stride 3", { ...three, inHeight: 31, inWidth: 40, strideHeight: 3, strideWidth: 3 }],
    ["the whole plane", { batch: 2, inHeight: 7, inWidth: 7, kernelHeight: 7, kernelWidth: 7, strideHeight: 7, strideWidth: 7 }],
    ["the whole plane with stride 1", { batch: 2, inHeight: 5, inWidth: 9, kernelHeight: 5, kernelWidth: 9, strideHeight: 1, strideWidth: 1 }],
    ["windows of more than 256 cells", { inHeight: 20, inWidth: 44, kernelHeight: 17, kernelWidth: 17 }],
    ["256 cells", { inHeight: 20, inWidth: 44, kernelHeight: 16, kernelWidth: 16 }],
    ["wide tiles", { inHeight: 9, inWidth: 45, kernelHeight: 4, kernelWidth: 9, strideHeight: 4, strideWidth: 9, ceilMode: true }],
    ["windows of padding only", { kernelHeight: 1, kernelWidth: 1, padTop: 3, padLeft: 3, padBottom: 3, padRight: 3, strideHeight: 1, strideWidth: 1, inWidth: 9 }],
    ["no images", { batch: 0 }],
  ])("%s", (_title, options) => {
    for (const [seed, values] of [ties, eighths].entries()) {
      const random = seeded(62 + seed);
      expect(wrong(random, geometry(options), values(random))).toEqual([]);
    }
  });
});

describe.each([1, 2])("3×3 windows in long rows, stride %i", (stride) => {
  const rare = (random: Random) => (): number => (random() < 0.01 ? NaN : integer(random, -40, 40) / 8);
  const empty = (random: Random) => (): number => (random() < 0.03 ? 1 : -Infinity);
  test.each([["NaN here and there", rare], ["almost nothing but −Infinity", empty]])("%s", (_title, values) => {
    const random = seeded(65);
    for (const inWidth of [13, 24, 31]) for (const padLeft of [0, 1, 2]) for (const padRight of [0, 1, 2]) {
      const g = geometry({ kernelHeight: 3, kernelWidth: 3, strideHeight: stride, strideWidth: stride, padTop: 1, padBottom: 1, inHeight: 11, inWidth, padLeft, padRight });
      expect([g, wrong(random, g, values(random))]).toEqual([g, []]);
    }
  });
});

test("one plane is cut into bands", () => {
  const g = geometry({ channels: 1, inHeight: 224, inWidth: 224 });
  expect([maxPool2d(0, 0, null, g), maxPool2dGrad(0, 0, 0, g), avgPool2d(0, 0, g), avgPool2dGrad(0, 0, g)].every(({ units }) => units >= 6)).toBe(true);
});
