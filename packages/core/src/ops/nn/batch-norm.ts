import type { BatchNormGeometry } from "../../backend/geometry.js";
import { sizeOf, type Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { noGrad } from "../../autograd/grad-mode.js";
import { Cell } from "../../tensor/cell.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { tidy } from "../../tensor/tidy.js";
import { checkFloat, checkSameDType } from "../checks.js";
import { add, mul } from "../elementwise/arithmetic.js";
import { applyOp, trainingOp } from "./batch-norm-ops.js";

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
  const g = geometry(input.shape, check(input, { runningMean, runningVar, weight, bias }), eps);
  if (!training) {
    if (!runningMean || !runningVar) throw new ArgumentError("batchNorm: expected runningMean and runningVar outside of training, got null");
    return applyOp({ input, mean: runningMean, variance: runningVar, weight, bias }, g);
  }
  const count = g.batch * g.spatial;
  if (!(count > 1)) throw new ShapeError(`batchNorm: expected more than one value per channel in training, got input ${formatShape(input.shape)}`);
  checkCell(runningMean, "runningMean");
  checkCell(runningVar, "runningVar");
  const { output, auxiliary: [mean, variance] } = trainingOp.withAuxiliary({ input, weight, bias }, g);
  if (runningMean) move(runningMean, mean!, momentum, 1);
  if (runningVar) move(runningVar, variance!, momentum, count / (count - 1));
  mean!.dispose("batchNorm");
  variance!.dispose("batchNorm");
  return output;
}

function geometry(shape: Shape, channels: number, eps: number): BatchNormGeometry {
  return { batch: shape[0]!, channels, spatial: sizeOf(shape.slice(2)), eps };
}

function checkCell(running: Tensor | null, what: string): asserts running is Cell | null {
  if (running === null || running instanceof Cell) return;
  throw new ArgumentError(`batchNorm: ${what} must be a Buffer in training, got a Tensor`, { hint: "wrap it: new Buffer(tensor)" });
}

/** running ← (1 − momentum) · running + momentum · factor · batch */
function move(running: Cell, batch: Tensor, momentum: number, factor: number): void {
  noGrad(() => tidy(() => void running.assign(add(mul(running, 1 - momentum), mul(batch, momentum * factor)))));
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
