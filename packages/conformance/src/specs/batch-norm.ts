import { batchNorm, Buffer, type BatchNormOptions, type Tensor } from "@convoke/core";
import { arbitraryBatchNorm, type BatchNormCase } from "../arbitrary/batch-norm.js";
import { affineComesLast, normalises, shiftsDisappear, trainingUsesTheBatch } from "../laws/batch-norm.js";
import { oracleBatchNorm } from "../oracle/batch-norm.js";
import { elementwise } from "../oracle/broadcast.js";
import type { Dense } from "../oracle/dense.js";
import { reduceAxes } from "../oracle/reduce-axes.js";
import { oracleMean } from "../oracle/reduction.js";
import { oracleVar } from "../oracle/variance.js";
import { defineOpSpec, type Args, type ErrorCase, type Operand, type OpSpec } from "../suite/spec.js";
import { gamma, smallestNormal, type Bound } from "../suite/tolerance.js";
import { labels, positive, ramp, values } from "./ramp.js";

/** batchNorm with Buffers made of the running statistics, whose new values are outputs too. */
function withRunningStatistics(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, options: BatchNormOptions = {}): Tensor[] {
  if (!options.training) return [batchNorm(input, runningMean, runningVar, weight, bias, options)];
  const buffers = [runningMean, runningVar].map((running) => running && new Buffer(running)) as [Buffer | null, Buffer | null];
  return [batchNorm(input, ...buffers, weight, bias, options), ...buffers.filter((buffer) => buffer !== null)];
}

type Call = readonly [input: Dense, runningMean: Dense | null, runningVar: Dense | null, weight: Dense | null, bias: Dense | null, options?: BatchNormOptions];

function oracle(...call: Call): Dense[] {
  const { output, runningMean, runningVar } = oracleBatchNorm(...call);
  return call[5]?.training ? [output, runningMean, runningVar].filter((result) => result !== null) : [output];
}

const channelAxes = ({ shape }: Dense): number[] => [...shape.keys()].filter((axis) => axis !== 1);

/**
 * With n values a channel, A = mean|x|, v the variance, σ = √(v + eps), k = |x − mean| / σ and g = γ(n + 12):
 *
 * - mean: n additions and the division, g·A. Running: (1 − m)·r + m·mean, g·(…).
 * - v: a mean that is off by d moves Σ(x − mean)² by n·d² only, since Σ(x − mean) = 0; else relative: g·v + (g·A)².
 * - 1/σ: half of v's relative error, the sum with eps, and 2 ulp: g + ½(g·A/σ)².
 * - output: |weight|·(g·A/σ + k·(g + ½(g·A/σ)²)) + g·|bias|. Outside of training nothing is off but by its own rounding: A = 0.
 */
const bound: Bound = ({ args, unit }) => {
  const [input, runningMean, runningVar, weight, bias, { training = false, momentum = 0.1, eps = 1e-5 } = {}] = args as unknown as Call;
  const count = input.data.length / input.shape[1]!;
  const g = gamma(count + 12, unit) * (unit < 2 ** -30 ? 2 : 1);
  const axes = channelAxes(input);
  const perChannel = (x: Dense): Dense => ({ shape: [...x.shape, ...input.shape.slice(2).map(() => 1)], data: x.data });
  const sizes = training ? reduceAxes(input, axes, false, (list) => list.reduce((sum, value) => sum + Math.abs(value), 0) / list.length) : elementwise(() => 0, runningMean!);
  const [mean, spread] = training ? [oracleMean(input, axes), oracleVar(input, axes, { correction: 0 })] : [runningMean!, runningVar!];
  const output = elementwise(
    (x, m, v, size, w, b) => {
      const sigma = Math.sqrt(v + eps);
      const relative = g + (g * size / sigma) ** 2 / 2;
      return Math.abs(w) * ((g * size) / sigma + (Math.abs(x - m) / sigma) * relative) + g * Math.abs(b);
    },
    input, perChannel(mean), perChannel(spread), perChannel(sizes), weight ? perChannel(weight) : 1, bias ? perChannel(bias) : 0,
  );
  const bounds = [output];
  if (training && runningMean) bounds.push(elementwise((r, size) => g * ((1 - momentum) * Math.abs(r) + momentum * size), runningMean, sizes));
  if (training && runningVar) {
    const factor = momentum * (count / (count - 1));
    bounds.push(elementwise((r, v, size) => g * ((1 - momentum) * Math.abs(r) + factor * v) + factor * (g * size) ** 2, runningVar, spread, sizes));
  }
  return (index, element) => bounds[index]!.data[element]! + smallestNormal[unit]!;
};

const toArgs = ({ inputs: { input, runningMean, runningVar, weight, bias }, attributes }: BatchNormCase): Args => [input, runningMean, runningVar, weight, bias, attributes];

/** Variances of at least ½: the slope of 1/√v stays moderate. */
function isSpread(args: Args): boolean {
  const [input, , runningVar, , , options] = args as unknown as Call;
  const variances = [oracleVar(input, channelAxes(input), { correction: 0 }), ...(options?.training ? [] : [runningVar!])];
  return variances.every(({ data }) => Array.from(data).every((value) => value >= 0.5));
}

interface Sample extends BatchNormOptions {
  readonly running?: boolean;
  readonly affine?: boolean;
  readonly input?: Operand;
}
function sample(shape: readonly number[], { running = true, affine = true, input = ramp(shape), ...options }: Sample = {}): Args {
  const channels = [shape[1]!];
  return [input, running ? ramp(channels, 2) : null, running ? positive(channels, 3) : null, affine ? ramp(channels, 4) : null, affine ? ramp(channels, 5) : null, options];
}

const errors: readonly ErrorCase[] = [
  { args: sample([1, 8], { training: true }), error: "ShapeError", message: "batchNorm: expected more than one value per channel in training, got input [1, 8]" },
  { args: sample([0, 3, 4, 4], { training: true }), error: "ShapeError", message: "batchNorm: expected more than one value per channel in training, got input [0, 3, 4, 4]" },
  { args: sample([4, 3], { running: false }), error: "ArgumentError", message: "batchNorm: expected runningMean and runningVar outside of training, got null" },
  { args: [ramp([4]), null, null, null, null, { training: true }], error: "ShapeError", message: "batchNorm: input has shape [4], expected [batch, channels, …]" },
  { args: sample([4, 3]).with(1, ramp([4])), error: "ShapeError", message: "batchNorm: runningMean has shape [4], expected [3] for input [4, 3]" },
  { args: sample([4, 3]).with(2, positive([1, 3])), error: "ShapeError", message: "batchNorm: runningVar has shape [1, 3], expected [3] for input [4, 3]" },
  { args: sample([4, 3, 2, 2], { training: true }).with(3, ramp([2])), error: "ShapeError", message: "batchNorm: weight has shape [2], expected [3] for input [4, 3, 2, 2]" },
  { args: sample([4, 3, 2, 2], { training: true }).with(4, ramp([])), error: "ShapeError", message: "batchNorm: bias has shape [], expected [3] for input [4, 3, 2, 2]" },
  { args: sample([4, 3]).with(5, { train: true }), error: "ArgumentError", message: 'batchNorm: unknown option "train", expected one of training, momentum, eps' },
  { args: sample([4, 3], { input: labels([4, 3], 9) }), error: "DTypeError", message: "batchNorm: input is int32, expected float32 or float64" },
];

export const batchNormSpec: OpSpec = defineOpSpec({
  name: "batchNorm",
  op: withRunningStatistics,
  inputs: ["input", "runningMean", "runningVar", "weight", "bias"],
  samples: {
    "[N, C]": sample([5, 3]),
    "[N, C], training": sample([5, 3], { training: true }),
    "[N, C, L], training": sample([3, 4, 7], { training: true }),
    "[N, C, H, W]": sample([2, 3, 4, 5]),
    "[N, C, H, W], training": sample([2, 3, 4, 5], { training: true }),
    "no affine": sample([4, 3, 2, 2], { affine: false }),
    "no affine, training": sample([4, 3, 2, 2], { affine: false, training: true }),
    "no running statistics, training": sample([4, 3, 2, 2], { running: false, training: true }),
    "momentum": sample([4, 3], { training: true, momentum: 0.5 }),
    "momentum 0 keeps": sample([4, 3], { training: true, momentum: 0 }),
    "momentum 1 replaces": sample([4, 3], { training: true, momentum: 1 }),
    "eps": sample([4, 3], { training: true, eps: 0.5 }),
    "eps outside of training": sample([4, 3], { eps: 0.5 }),
    "one image, training": sample([1, 2, 3, 3], { training: true }),
    "a constant channel, training": sample([4, 1], { training: true, input: { shape: [4, 1], data: [2.625, 2.625, 2.625, 2.625] } }),
    "far from 0, training": sample([3, 2, 5], { training: true, input: { shape: [3, 2, 5], data: Array.from(ramp([3, 2, 5]).data, (value) => 4096 + value / 8) } }),
    "two values, training": sample([2, 3], { training: true }),
    "many channels": sample([2, 37, 3]),
    "many channels, training": sample([2, 37, 3], { training: true }),
    "no images": sample([0, 3, 4, 4]),
    "non-finite": sample([3, 2], { input: { ...values(NaN, 1, Infinity, 2, -Infinity, 3), shape: [3, 2] } }),
    "non-finite, training": sample([3, 2], { training: true, input: { ...values(NaN, 1, 1, 2, 5, 3), shape: [3, 2] } }),
  },
  arbitrary: arbitraryBatchNorm().map(toArgs),
  smooth: arbitraryBatchNorm().map(toArgs).filter(isSpread),
  oracle,
  bound,
  gradients: ["input", "runningMean", "runningVar", "weight", "bias"],
  laws: [normalises, shiftsDisappear, affineComesLast, trainingUsesTheBatch],
  errors,
});
