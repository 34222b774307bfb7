import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { noGrad } from "../../autograd/grad-mode.js";
import { Cell } from "../../tensor/cell.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { tidy } from "../../tensor/tidy.js";
import { checkFloat, checkSameDType } from "../checks.js";
import { add, mul, sub } from "../elementwise/arithmetic.js";
import { rsqrt } from "../elementwise/unary.js";
import { mean } from "../reduce/reduce.js";
import { reshape } from "../shape/reshape.js";

export interface BatchNormOptions {
  /** Uses the batch's statistics and moves the running ones; default false. */
  readonly training?: boolean;
  /** How far the running statistics move; default 0.1. */
  readonly momentum?: number;
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
}

/**
 * (x − mean) / √(variance + eps) · weight + bias for each channel. PyTorch: `batch_norm`; Ioffe and Szegedy, 2015.
 *
 * In training mean and (biased) variance are the batch's, and running ← (1 − momentum) · running + momentum · batch, with the unbiased variance.
 *
 * **Shapes**: input [N, C], [N, C, L] or [N, C, H, W], kept; the others [C] or null. Running statistics are Cells (Buffers) in training.
 *
 * @throws {ShapeError} `batchNorm: expected more than one value per channel in training, got input [1, 8]`
 */
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  options: BatchNormOptions = {},
): Tensor {
  checkOptions("batchNorm", options, ["training", "momentum", "eps"]);
  const { training = false, momentum = 0.1, eps = 1e-5 } = options;
  const channels = check(input, { runningMean, runningVar, weight, bias });
  const perChannel = (statistic: Tensor): Tensor => reshape(statistic, [channels, ...Array<number>(input.rank - 2).fill(1)]);
  const axes = [...input.shape.keys()].filter((axis) => axis !== 1);
  let centred: Tensor;
  let variance: Tensor;
  if (training) {
    const count = input.size / channels;
    if (!(count > 1)) throw new ShapeError(`batchNorm: expected more than one value per channel in training, got input ${formatShape(input.shape)}`);
    const average = mean(input, axes, { keepDim: true });
    centred = sub(input, average);
    variance = mean(mul(centred, centred), axes, { keepDim: true });
    move(runningMean, "runningMean", average, momentum, 1);
    move(runningVar, "runningVar", variance, momentum, count / (count - 1));
  } else {
    if (!runningMean || !runningVar) throw new ArgumentError("batchNorm: expected runningMean and runningVar outside of training, got null");
    centred = sub(input, perChannel(runningMean));
    variance = perChannel(runningVar);
  }
  const scale = rsqrt(add(variance, eps));
  const normal = mul(centred, weight ? mul(scale, perChannel(weight)) : scale);
  return bias ? add(normal, perChannel(bias)) : normal;
}

/** running ← (1 − momentum) · running + momentum · factor · batch */
function move(running: Tensor | null, what: string, batch: Tensor, momentum: number, factor: number): void {
  if (running === null) return;
  if (!(running instanceof Cell)) throw new ArgumentError(`batchNorm: ${what} must be a Buffer in training, got a Tensor`, { hint: "wrap it: new Buffer(tensor)" });
  noGrad(() => tidy(() => void running.assign(add(mul(running, 1 - momentum), mul(reshape(batch, running.shape), momentum * factor)))));
}

function check(input: Tensor, others: Readonly<Record<string, Tensor | null>>): number {
  checkFloat("batchNorm", input);
  checkSameDType("batchNorm", { input, ...others });
  if (input.rank < 2) throw new ShapeError(`batchNorm: input has shape ${formatShape(input.shape)}, expected [batch, channels, …]`);
  const channels = input.shape[1]!;
  for (const [name, tensor] of Object.entries(others)) {
    if (tensor && String(tensor.shape) !== String(channels)) {
      throw new ShapeError(`batchNorm: ${name} has shape ${formatShape(tensor.shape)}, expected [${channels}] for input ${formatShape(input.shape)}`);
    }
  }
  return channels;
}
