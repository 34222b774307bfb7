import type { BatchNormGeometry } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { integer, seeded } from "../random.test-support.js";
import { batchNorm, batchNormApply, batchNormGrad } from "./batch-norm.js";

const arena = new Arena(false, 64);
const random = seeded(71);
const noise = (size: number, centre = 0): Float32Array => Float32Array.from({ length: size }, () => centre + 2 * random() - 1);

/** Geometries with every tail: of planes, of channels side by side, and one image. */
const geometries: BatchNormGeometry[] = [
  ...[1, 2, 3, 4, 7, 9, 13].map((channels) => ({ batch: 5, channels, spatial: 1, eps: 1e-3 })),
  ...[2, 3, 4, 7, 8, 9, 17, 49, 196].map((spatial) => ({ batch: 1 + (spatial % 3), channels: 1 + (spatial % 5), spatial, eps: 1e-3 })),
  ...Array.from({ length: 8 }, () => ({ batch: integer(random, 1, 6), channels: integer(random, 1, 9), spatial: integer(random, 2, 70), eps: 0.1 })),
];
const all = geometries.flatMap((g) => [true, false].map((isAffine) => [g, isAffine] as const));

/** Indices of a channel's elements. */
function* cells({ batch, channels, spatial }: BatchNormGeometry, c: number): Generator<number> {
  for (let n = 0; n < batch; n++) for (let i = 0; i < spatial; i++) yield (n * channels + c) * spatial + i;
}

function statistics(input: Float32Array, g: BatchNormGeometry): { mean: number[]; variance: number[] } {
  const channels = Array.from({ length: g.channels }, (_, c) => [...cells(g, c)].map((i) => input[i]));
  const mean = channels.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  return { mean, variance: channels.map((values, c) => values.reduce((sum, value) => sum + (value - mean[c]) ** 2, 0) / values.length) };
}

/** As many units of the last place as `ulps` of a value of that size. */
const near = (actual: number, expected: number, size: number): boolean => Math.abs(actual - expected) <= 2 ** -24 * 8 * size;

test.each(all)("batchNorm %o, weight and bias: %s", (g, isAffine) => {
  const size = g.batch * g.channels * g.spatial, input = noise(size, 0.5), weight = noise(g.channels), bias = noise(g.channels);
  const { mean, variance } = statistics(input, g);
  const run = (cut?: (units: number) => number[]): Uint8Array => {
    arena.reset();
    const affine = isAffine ? { weight: arena.floats(weight), bias: arena.floats(bias) } : {}, from = arena.floats(input);
    const [output, means, variances] = [size, g.channels, g.channels].map((length) => arena.bytes(4 * length));
    arena.run([batchNorm(from, affine, output, means, variances, g)], cut);
    arena.readFloats(means, g.channels).forEach((value, c) => expect(near(value, mean[c], Math.abs(mean[c]))).toBe(true));
    arena.readFloats(variances, g.channels).forEach((value, c) => expect(near(value, variance[c], variance[c])).toBe(true));
    return new Uint8Array(arena.memory.buffer, output, 4 * size).slice();
  };
  const bits = run();
  expect(run(randomCuts(random))).toEqual(bits);
  const output = new Float32Array(bits.buffer);
  for (let c = 0; c < g.channels; c++) {
    const scale = (isAffine ? weight[c] : 1) / Math.sqrt(variance[c] + g.eps), shift = isAffine ? bias[c] : 0;
    for (const i of cells(g, c)) expect(near(output[i], (input[i] - mean[c]) * scale + shift, Math.abs(scale) * 2 + Math.abs(shift))).toBe(true);
  }
});

test.each(all)("batchNormApply %o, weight and bias: %s", (g, isAffine) => {
  const size = g.batch * g.channels * g.spatial, input = noise(size), weight = noise(g.channels), bias = noise(g.channels);
  const mean = noise(g.channels), variance = noise(g.channels).map(Math.abs);
  const run = (cut?: (units: number) => number[]): Float32Array => {
    arena.reset();
    const affine = isAffine ? { weight: arena.floats(weight), bias: arena.floats(bias) } : {}, output = arena.bytes(4 * size), means = arena.floats(mean);
    arena.run([batchNormApply(arena.floats(input), means, arena.floats(variance), affine, output, g)], cut);
    expect(arena.readFloats(means, g.channels)).toEqual(mean);
    return arena.readFloats(output, size);
  };
  const output = run();
  expect(run(randomCuts(random))).toEqual(output);
  for (let c = 0; c < g.channels; c++) {
    const scale = (isAffine ? weight[c] : 1) / Math.sqrt(variance[c] + Math.fround(g.eps)), shift = isAffine ? bias[c] : 0;
    for (const i of cells(g, c)) expect(near(output[i], (input[i] - mean[c]) * scale + shift, Math.abs((input[i] - mean[c]) * scale) + Math.abs(shift))).toBe(true);
  }
});

test.each(all)("batchNormGrad %o, weight: %s", (g, isAffine) => {
  const size = g.batch * g.channels * g.spatial, count = g.batch * g.spatial, input = noise(size, 0.5), gradOutput = noise(size), weight = noise(g.channels);
  const mean = Float32Array.from(statistics(input, g).mean), variance = Float32Array.from(statistics(input, g).variance);
  const run = (cut?: (units: number) => number[]): Float32Array[] => {
    arena.reset();
    const pointers = [gradOutput, input, mean, variance].map((values) => arena.floats(values)) as [number, number, number, number];
    const [gradInput, gradWeight, gradBias] = [size, g.channels, g.channels].map((length) => arena.bytes(4 * length));
    arena.run([batchNormGrad(...pointers, isAffine ? arena.floats(weight) : undefined, { gradInput, gradWeight, gradBias }, g)], cut);
    return [arena.readFloats(gradInput, size), arena.readFloats(gradWeight, g.channels), arena.readFloats(gradBias, g.channels)];
  };
  const results = run(), [gradInput, gradWeight, gradBias] = results;
  expect(run(randomCuts(random))).toEqual(results);
  for (let c = 0; c < g.channels; c++) {
    const scale = 1 / Math.sqrt(variance[c] + Math.fround(g.eps)), own = [...cells(g, c)], normal = (i: number): number => (input[i] - mean[c]) * scale;
    const sum = own.reduce((total, i) => total + gradOutput[i], 0), product = own.reduce((total, i) => total + gradOutput[i] * normal(i), 0);
    expect([near(gradBias[c], sum, Math.abs(sum)), near(gradWeight[c], product, 2 * scale * count)]).toEqual([true, true]);
    const factor = scale * (isAffine ? weight[c] : 1);
    for (const i of own) expect(near(gradInput[i], factor * (gradOutput[i] - sum / count - (normal(i) * product) / count), Math.abs(factor) * (2 + 4 * scale ** 2))).toBe(true);
  }
});

describe("where the mean is large against the deviation", () => {
  test.each([{ batch: 40, channels: 5, spatial: 1, eps: 0 }, { batch: 7, channels: 3, spatial: 50, eps: 0 }])("%o keeps all digits", (g) => {
    const size = g.batch * g.channels * g.spatial, input = Float32Array.from({ length: size }, () => 10_000 + integer(random, -64, 64) / 512);
    const { mean, variance } = statistics(input, g);
    arena.reset();
    const [output, means, variances] = [size, g.channels, g.channels].map((length) => arena.bytes(4 * length));
    arena.run([batchNorm(arena.floats(input), {}, output, means, variances, g)]);
    arena.readFloats(variances, g.channels).forEach((value, c) => expect(near(value, variance[c], variance[c])).toBe(true));
    const actual = arena.readFloats(output, size);
    for (let c = 0; c < g.channels; c++) for (const i of cells(g, c)) expect(near(actual[i], (input[i] - mean[c]) / Math.sqrt(variance[c]), 2)).toBe(true);
  });
});

test("planes at levels of their own, and an outlier to begin with", () => {
  const g = { batch: 9, channels: 2, spatial: 100, eps: 0 }, size = g.batch * g.channels * g.spatial;
  for (const outlier of [0, 5000]) {
    const input = Float32Array.from({ length: size }, (_, i) => 1000 * ((Math.floor(i / g.spatial) * 7) % 11) + random());
    for (const first of [0, g.spatial]) input[first] += outlier;
    const { mean, variance } = statistics(input, g);
    arena.reset();
    const [output, means, variances] = [size, g.channels, g.channels].map((length) => arena.bytes(4 * length));
    arena.run([batchNorm(arena.floats(input), {}, output, means, variances, g)]);
    const close = (actual: Float32Array, exact: number[]): boolean[] => exact.map((value, c) => near(actual[c], value, Math.abs(value)));
    expect([...close(arena.readFloats(means, 2), mean), ...close(arena.readFloats(variances, 2), variance)]).toEqual([true, true, true, true]);
  }
});
