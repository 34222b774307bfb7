import { averageDivisor, kernelExtent, outputSize, outputSizeCeil, type DType, type Pool2dGeometry, type TypedArray } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { cpu } from "../cpu.js";
import { integer, pick, randomValues, seeded, stored, type Random } from "../naive.test-support.js";

const backend = cpu();

type Options = Partial<Pool2dGeometry> & { readonly ceilMode?: boolean };

function geometry({ ceilMode = false, ...options }: Options): Pool2dGeometry {
  const g = {
    batch: 1, channels: 1, inHeight: 4, inWidth: 4, kernelHeight: 2, kernelWidth: 2, strideHeight: 2, strideWidth: 2, dilationHeight: 1, dilationWidth: 1,
    padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, countIncludePad: 1, divisorOverride: 0, ...options,
  };
  const size = ceilMode ? outputSizeCeil : outputSize;
  return {
    ...g,
    outHeight: size(g.inHeight, g.padTop, g.padBottom, kernelExtent(g.kernelHeight, g.dilationHeight), g.strideHeight),
    outWidth: size(g.inWidth, g.padLeft, g.padRight, kernelExtent(g.kernelWidth, g.dilationWidth), g.strideWidth),
  };
}

/** As PyTorch allows it: padding is at most half of the kernel. */
function randomGeometry(random: Random, dilation: number): Pool2dGeometry {
  const [kernelHeight, kernelWidth] = [integer(random, 1, 4), integer(random, 1, 4)];
  const padding = (kernelSize: number): number => integer(random, 0, Math.floor(kernelSize / 2));
  const g = geometry({
    ceilMode: random() < 0.5, batch: integer(random, 0, 2), channels: integer(random, 1, 3),
    inHeight: integer(random, 1, 9), inWidth: integer(random, 1, 9), kernelHeight, kernelWidth,
    strideHeight: integer(random, 1, 4), strideWidth: integer(random, 1, 3),
    dilationHeight: integer(random, 1, dilation), dilationWidth: integer(random, 1, dilation),
    padTop: padding(kernelHeight), padBottom: padding(kernelHeight), padLeft: padding(kernelWidth), padRight: padding(kernelWidth),
    countIncludePad: integer(random, 0, 1), divisorOverride: pick(random, [0, 0, 5]),
  });
  return g.outHeight >= 1 && g.outWidth >= 1 ? g : randomGeometry(random, dilation);
}

interface Window {
  /** Cells inside the input, row-major: flat index and position in the window. */
  readonly cells: readonly { readonly at: number; readonly position: number }[];
  readonly h: number;
  readonly w: number;
}

function windowsOf(g: Pool2dGeometry): Window[] {
  const windows: Window[] = [];
  for (let plane = 0; plane < g.batch * g.channels; plane++)
    for (let h = 0; h < g.outHeight; h++)
      for (let w = 0; w < g.outWidth; w++) {
        const cells = [];
        for (let kh = 0; kh < g.kernelHeight; kh++)
          for (let kw = 0; kw < g.kernelWidth; kw++) {
            const y = h * g.strideHeight - g.padTop + kh * g.dilationHeight;
            const x = w * g.strideWidth - g.padLeft + kw * g.dilationWidth;
            if (y >= 0 && y < g.inHeight && x >= 0 && x < g.inWidth) cells.push({ at: (plane * g.inHeight + y) * g.inWidth + x, position: kh * g.kernelWidth + kw });
          }
        windows.push({ cells, h, w });
      }
  return windows;
}

function winners(g: Pool2dGeometry, input: TypedArray) {
  return windowsOf(g).map(({ cells }) => {
    const nan = cells.find(({ at }) => Number.isNaN(input[at]!));
    const greatest = Math.max(...cells.map(({ at }) => input[at]!));
    return nan ?? cells.find(({ at }) => input[at] === greatest) ?? null;
  });
}

const inputSize = (g: Pool2dGeometry): number => g.batch * g.channels * g.inHeight * g.inWidth;
const outputCells = (g: Pool2dGeometry): number => g.batch * g.channels * g.outHeight * g.outWidth;

/** What the three kernels give and what they must give, to the last bit; the position of a window without cells is free. */
function both(dtype: DType, g: Pool2dGeometry, values: TypedArray, random: Random) {
  const input = backend.write(values, dtype);
  const gradOutput = backend.write(stored(dtype, Array.from({ length: outputCells(g) }, () => integer(random, -4, 4))), dtype);
  const { output, argmax } = backend.maxPool2d(input, g, true);
  const won = winners(g, input.data);
  const gradInput = new Float64Array(inputSize(g));
  won.forEach((cell, i) => cell && (gradInput[cell.at]! += gradOutput.data[i]!));
  const lowest = dtype === "int32" ? -(2 ** 31) : -Infinity;
  const plain = (data: ArrayLike<number>) => stored(dtype, Array.from(data, (value) => value + 0));
  return {
    actual: {
      output: output.data,
      without: backend.maxPool2d(input, g, false),
      argmax: won.map((cell, i) => cell && argmax!.data[i]),
      gradInput: plain(backend.maxPool2dGrad(gradOutput, argmax!, g).data),
      taken: backend.maxPool2dTake(input, argmax!, g).data,
    },
    expected: {
      output: stored(dtype, won.map((cell) => (cell ? input.data[cell.at]! : lowest))),
      without: { output, argmax: null },
      argmax: won.map((cell) => cell && cell.position),
      gradInput: plain(gradInput),
      taken: stored(dtype, won.map((cell) => (cell ? input.data[cell.at]! : 0))),
    },
  };
}

describe("maxPool2d, its gradient and its second derivative", () => {
  test.each<DType>(["float32", "float64", "int32", "uint8"])("%s, 100 random geometries with ties", (dtype) => {
    const random = seeded(61);
    for (let i = 0; i < 100; i++) {
      const g = randomGeometry(random, 2);
      const values = stored(dtype, Array.from({ length: inputSize(g) }, () => integer(random, dtype === "uint8" ? 0 : -3, 3)));
      const { actual, expected } = both(dtype, g, values, random);
      expect(actual).toEqual(expected);
    }
  });

  test("infinities and NaN", () => {
    const random = seeded(62);
    for (let i = 0; i < 60; i++) {
      const g = randomGeometry(random, 2);
      const values = stored("float32", Array.from({ length: inputSize(g) }, () => pick(random, [-Infinity, -Infinity, 1, NaN])));
      const { actual, expected } = both("float32", g, values, random);
      expect(actual).toEqual(expected);
    }
  });

  test("a window of padding only is −Infinity and takes no gradient", () => {
    const g = geometry({ inHeight: 1, inWidth: 1, kernelHeight: 1, kernelWidth: 1, strideHeight: 1, strideWidth: 1, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 });
    const input = backend.write(new Float32Array([5]), "float32");
    const { output, argmax } = backend.maxPool2d(input, g, true);
    const low = -Infinity;
    expect([...output.data]).toEqual([low, low, low, low, 5, low, low, low, low]);
    const gradOutput = backend.write(new Float32Array([1, 1, 1, 1, 2, 1, 1, 1, 1]), "float32");
    expect([...backend.maxPool2dGrad(gradOutput, argmax!, g).data]).toEqual([2]);
    expect([...backend.maxPool2dTake(input, argmax!, g).data]).toEqual([0, 0, 0, 0, 5, 0, 0, 0, 0]);
  });

  test("a window of more than 256 cells", () => {
    const random = seeded(63);
    const g = geometry({ inHeight: 20, inWidth: 20, kernelHeight: 18, kernelWidth: 19, strideHeight: 1, strideWidth: 1 });
    const { actual, expected } = both("float32", g, randomValues(random, "float32", 400), random);
    expect(actual).toEqual(expected);
  });
});

describe.each<DType>(["float32", "float64"])("avgPool2d and its gradient, %s", (dtype) => {
  test("100 random geometries", () => {
    const random = seeded(64);
    for (let i = 0; i < 100; i++) {
      const g = randomGeometry(random, 1);
      const input = backend.write(randomValues(random, dtype, inputSize(g)), dtype);
      const gradOutput = backend.write(randomValues(random, dtype, outputCells(g)), dtype);
      const gradInput = new Float64Array(inputSize(g));
      const output = windowsOf(g).map(({ cells, h, w }, at) => {
        const divisor = averageDivisor(g, h, w);
        for (const cell of cells) gradInput[cell.at]! += gradOutput.data[at]! / divisor;
        return cells.reduce((sum, cell) => sum + input.data[cell.at]!, 0) / divisor;
      });
      const close = (actual: ArrayLike<number>, expected: ArrayLike<number>): void => {
        expect(actual.length).toBe(expected.length);
        for (let j = 0; j < actual.length; j++) expect(Math.abs(actual[j]! - expected[j]!)).toBeLessThanOrEqual(dtype === "float32" ? 1e-6 : 1e-14);
      };
      close(backend.avgPool2d(input, g).data, output);
      close(backend.avgPool2dGrad(gradOutput, g).data, gradInput);
    }
  });
});
