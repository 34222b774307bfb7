import { outputSize, kernelExtent, type Conv2dGeometry, type DType } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { cpu } from "../cpu.js";
import type { CpuStorage } from "../memory.js";
import { integer, pick, seeded, stored, type Random } from "../naive.test-support.js";

const backend = cpu();

type Options = Partial<Conv2dGeometry>;

function geometry(options: Options): Conv2dGeometry {
  const g = {
    batch: 1, inChannels: 1, inHeight: 5, inWidth: 5, outChannels: 1, kernelHeight: 3, kernelWidth: 3, strideHeight: 1, strideWidth: 1,
    dilationHeight: 1, dilationWidth: 1, padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, groups: 1, ...options,
  };
  return {
    ...g,
    outHeight: outputSize(g.inHeight, g.padTop, g.padBottom, kernelExtent(g.kernelHeight, g.dilationHeight), g.strideHeight),
    outWidth: outputSize(g.inWidth, g.padLeft, g.padRight, kernelExtent(g.kernelWidth, g.dilationWidth), g.strideWidth),
  };
}

function randomGeometry(random: Random): Conv2dGeometry {
  const groups = pick(random, [1, 1, 1, 2, 3]);
  const g = geometry({
    groups,
    batch: integer(random, 0, 3), inChannels: groups * integer(random, 1, 3), outChannels: groups * pick(random, [1, 1, 2, 5]),
    inHeight: integer(random, 1, 9), inWidth: integer(random, 1, 9), kernelHeight: integer(random, 1, 4), kernelWidth: integer(random, 1, 4),
    strideHeight: integer(random, 1, 3), strideWidth: integer(random, 1, 3), dilationHeight: integer(random, 1, 2), dilationWidth: integer(random, 1, 2),
    padTop: integer(random, 0, 3), padBottom: integer(random, 0, 3), padLeft: integer(random, 0, 3), padRight: integer(random, 0, 3),
  });
  return g.outHeight >= 1 && g.outWidth >= 1 ? g : randomGeometry(random);
}

interface Tensors {
  readonly input: Float64Array;
  readonly weight: Float64Array;
  readonly gradOutput: Float64Array;
}

/** Calls `visit` with the three flat indices of every product of the convolution. */
function eachProduct(g: Conv2dGeometry, visit: (input: number, weight: number, output: number) => void): void {
  const inPerGroup = g.inChannels / g.groups;
  const outPerGroup = g.outChannels / g.groups;
  for (let n = 0; n < g.batch; n++)
    for (let co = 0; co < g.outChannels; co++)
      for (let h = 0; h < g.outHeight; h++)
        for (let w = 0; w < g.outWidth; w++)
          for (let ci = 0; ci < inPerGroup; ci++)
            for (let kh = 0; kh < g.kernelHeight; kh++)
              for (let kw = 0; kw < g.kernelWidth; kw++) {
                const y = h * g.strideHeight - g.padTop + kh * g.dilationHeight;
                const x = w * g.strideWidth - g.padLeft + kw * g.dilationWidth;
                if (y < 0 || y >= g.inHeight || x < 0 || x >= g.inWidth) continue;
                const channel = Math.floor(co / outPerGroup) * inPerGroup + ci;
                visit(
                  ((n * g.inChannels + channel) * g.inHeight + y) * g.inWidth + x,
                  ((co * inPerGroup + ci) * g.kernelHeight + kh) * g.kernelWidth + kw,
                  ((n * g.outChannels + co) * g.outHeight + h) * g.outWidth + w,
                );
              }
}

function naive(g: Conv2dGeometry, { input, weight, gradOutput }: Tensors) {
  const output = new Float64Array(gradOutput.length);
  const gradInput = new Float64Array(input.length);
  const gradWeight = new Float64Array(weight.length);
  eachProduct(g, (x, w, y) => {
    output[y]! += input[x]! * weight[w]!;
    gradInput[x]! += gradOutput[y]! * weight[w]!;
    gradWeight[w]! += gradOutput[y]! * input[x]!;
  });
  return { output, gradInput, gradWeight };
}

/** Small integers, so that every sum is exact in float32 too. */
function randomTensors(random: Random, g: Conv2dGeometry): Tensors {
  const values = (size: number): Float64Array => Float64Array.from({ length: size }, () => integer(random, -4, 4));
  return {
    input: values(g.batch * g.inChannels * g.inHeight * g.inWidth),
    weight: values(g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth),
    gradOutput: values(g.batch * g.outChannels * g.outHeight * g.outWidth),
  };
}

const storageOf = (dtype: DType, values: Float64Array): CpuStorage => backend.write(stored(dtype, [...values]), dtype);

/** No −0, which sums of products may or may not give. */
const plain = (dtype: DType, values: ArrayLike<number>) => stored(dtype, Array.from(values, (value) => value + 0));

/** What the kernels give and what they must give, to the last bit. */
function both(dtype: DType, g: Conv2dGeometry, tensors: Tensors) {
  const [x, w, y] = [tensors.input, tensors.weight, tensors.gradOutput].map((values) => storageOf(dtype, values)) as [CpuStorage, CpuStorage, CpuStorage];
  const { output, gradInput, gradWeight } = naive(g, tensors);
  return {
    actual: [backend.conv2d(x, w, g), backend.conv2dGradInput(y, w, g), backend.conv2dGradWeight(y, x, g)].map(({ data }) => plain(dtype, data)),
    expected: [output, gradInput, gradWeight].map((values) => plain(dtype, values)),
  };
}

describe.each<DType>(["float32", "float64"])("conv2d and its gradients, %s", (dtype) => {
  test("120 random geometries", () => {
    const random = seeded(51);
    for (let i = 0; i < 120; i++) {
      const g = randomGeometry(random);
      const { actual, expected } = both(dtype, g, randomTensors(random, g));
      expect(actual).toEqual(expected);
    }
  });

  test.each<[string, Options]>([
    ["the first layer of the slides", { batch: 3, outChannels: 16, inHeight: 28, inWidth: 28, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }],
    ["more depth than a block", { batch: 2, inChannels: 40, outChannels: 6, inHeight: 6, inWidth: 7, padTop: 1 }],
    ["more pixels than a block", { batch: 2, inChannels: 2, outChannels: 5, inHeight: 30, inWidth: 31, padLeft: 2 }],
    ["more channels than a block", { batch: 1, inChannels: 150, outChannels: 140, kernelHeight: 1, kernelWidth: 1, inHeight: 3, inWidth: 3 }],
    ["many tiny images", { batch: 300, inChannels: 2, outChannels: 3, inHeight: 3, inWidth: 3 }],
    ["depthwise", { batch: 2, inChannels: 6, outChannels: 6, groups: 6, inHeight: 8, inWidth: 8, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }],
    ["depthwise with a multiplier", { batch: 2, inChannels: 4, outChannels: 12, groups: 4, strideHeight: 2, strideWidth: 2, inHeight: 8, inWidth: 8 }],
    ["1×1 with stride 2", { batch: 2, inChannels: 5, outChannels: 4, kernelHeight: 1, kernelWidth: 1, strideHeight: 2, strideWidth: 2 }],
    ["a stride larger than the kernel", { batch: 2, kernelHeight: 2, kernelWidth: 2, strideHeight: 5, strideWidth: 4, inHeight: 9, inWidth: 9 }],
    ["a kernel larger than the input", { kernelHeight: 5, kernelWidth: 5, inHeight: 2, inWidth: 2, padTop: 2, padBottom: 2, padLeft: 3, padRight: 1 }],
    ["windows of padding only", { kernelHeight: 1, kernelWidth: 1, padTop: 3, padBottom: 3, padLeft: 2, padRight: 2, inHeight: 2, inWidth: 2 }],
    ["a stride that never meets the input", { kernelHeight: 1, kernelWidth: 1, strideHeight: 20, strideWidth: 20, padTop: 3, padLeft: 3 }],
    ["no images", { batch: 0, inChannels: 2, outChannels: 3 }],
    ["no input channels", { batch: 2, inChannels: 0, outChannels: 3 }],
    ["no output channels", { batch: 2, inChannels: 2, outChannels: 0 }],
  ])("%s", (_title, options) => {
    const g = geometry(options);
    const { actual, expected } = both(dtype, g, randomTensors(seeded(52), g));
    expect(actual).toEqual(expected);
  });
});

test("a float32 output is the exact sum rounded once", () => {
  const random = seeded(53);
  const g = geometry({ batch: 1, inChannels: 20, outChannels: 4, inHeight: 6, inWidth: 6, padTop: 1, padLeft: 1 });
  const draw = (values: Float64Array): Float64Array => values.map(() => Math.fround(random() - 0.5));
  const { input, weight, gradOutput } = randomTensors(random, g);
  const tensors = { input: draw(input), weight: draw(weight), gradOutput: draw(gradOutput) };
  const expected = naive(g, tensors);
  const close = (actual: ArrayLike<number>, exact: Float64Array): void =>
    exact.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(2 ** -24 * Math.abs(value) + 1e-12));
  const [x, w, y] = [storageOf("float32", tensors.input), storageOf("float32", tensors.weight), storageOf("float32", tensors.gradOutput)];
  close(backend.conv2d(x, w, g).data, expected.output);
  close(backend.conv2dGradInput(y, w, g).data, expected.gradInput);
  close(backend.conv2dGradWeight(y, x, g).data, expected.gradWeight);
});

test("epilogues: bias, residual and activation, on the forward pass and on the transposed one", () => {
  const random = seeded(54);
  for (let i = 0; i < 24; i++) {
    const g = randomGeometry(random);
    const tensors = randomTensors(random, g);
    const expected = naive(g, tensors);
    const activation = [undefined, "relu", "relu6"][i % 3] as "relu" | "relu6" | undefined;
    const check = (channels: number, plane: number, exact: Float64Array, run: (epilogue: object) => CpuStorage): void => {
      const bias = i % 2 === 0 ? storageOf("float32", Float64Array.from({ length: channels }, () => integer(random, -5, 5))) : undefined;
      const residual = i % 4 < 2 ? storageOf("float32", exact.map(() => integer(random, -5, 5))) : undefined;
      const values = exact.map((sum, at) => {
        const value = sum + (bias?.data[Math.floor(at / plane) % channels] ?? 0) + (residual?.data[at] ?? 0);
        return activation === undefined ? value : Math.min(Math.max(value, 0), activation === "relu6" ? 6 : Infinity);
      });
      expect(plain("float32", run({ bias, residual, activation }).data)).toEqual(plain("float32", values));
    };
    const [input, weight, gradOutput] = [tensors.input, tensors.weight, tensors.gradOutput].map((values) => storageOf("float32", values)) as [CpuStorage, CpuStorage, CpuStorage];
    check(g.outChannels, g.outHeight * g.outWidth, expected.output, (epilogue) => backend.conv2d(input, weight, g, epilogue));
    check(g.inChannels, g.inHeight * g.inWidth, expected.gradInput, (epilogue) => backend.conv2dGradInput(gradOutput, weight, g, epilogue));
  }
});

test("a non-finite input spoils the outputs that see it and no other", () => {
  const g = geometry({ inChannels: 1, outChannels: 4, inHeight: 9, inWidth: 9, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 });
  const { input, weight } = randomTensors(seeded(55), g);
  input[4 * 9 + 4] = NaN;
  const output = backend.conv2d(storageOf("float32", input), storageOf("float32", weight), g).data;
  output.forEach((value, i) => {
    const [h, w] = [Math.floor(i / 9) % 9, i % 9];
    expect(Number.isNaN(value)).toBe(Math.abs(h - 4) <= 1 && Math.abs(w - 4) <= 1);
  });
});
