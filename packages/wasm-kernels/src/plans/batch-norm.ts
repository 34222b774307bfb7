/**
 * Batch normalisation as steps; pointers are byte offsets, arrays dense float32, formulas those of core's contract.
 *
 * input, output and their gradients [batch, channels, spatial], all others [channels].
 */
import type { BatchNormGeometry } from "@convoke/core/backend";
import { bitsOf } from "./elementwise.js";
import type { Step } from "./step.js";

/** What scales and shifts a channel, where it is there. */
export interface AffinePointers {
  readonly weight?: number | undefined;
  readonly bias?: number | undefined;
}

/** → output, and → mean and variance of the batch. */
export function batchNorm(input: number, affine: AffinePointers, output: number, mean: number, variance: number, g: BatchNormGeometry): Step {
  return normalise(input, affine, output, mean, variance, g, 0);
}

/** → output, with the given mean and variance. */
export function batchNormApply(input: number, mean: number, variance: number, affine: AffinePointers, output: number, g: BatchNormGeometry): Step {
  return normalise(input, affine, output, mean, variance, g, 1);
}

function normalise(input: number, { weight = 0, bias = 0 }: AffinePointers, output: number, mean: number, variance: number, g: BatchNormGeometry, isGiven: 0 | 1): Step {
  const pointers = [input | 0, output | 0, weight | 0, bias | 0, mean | 0, variance | 0];
  const block = [...pointers, g.batch, g.channels, g.spatial, bitsOf(g.eps, "float32"), isGiven];
  return { kernel: "batchNorm", block, units: unitsOf(g), scratchBytes: 16 };
}

export interface BatchNormGradients {
  readonly gradInput: number;
  readonly gradWeight: number;
  readonly gradBias: number;
}

/** → the three gradients of batchNorm. */
export function batchNormGrad(
  gradOutput: number,
  input: number,
  mean: number,
  variance: number,
  weight: number | undefined,
  gradients: BatchNormGradients,
  g: BatchNormGeometry,
): Step {
  const { gradInput, gradWeight, gradBias } = gradients;
  const pointers = [gradOutput | 0, input | 0, mean | 0, variance | 0, (weight ?? 0) | 0, gradInput | 0, gradWeight | 0, gradBias | 0];
  const block = [...pointers, g.batch, g.channels, g.spatial, bitsOf(g.eps, "float32")];
  return { kernel: "batchNormGrad", block, units: unitsOf(g), scratchBytes: 16 };
}

/** Channels, 4 side by side where each has a single cell. */
const unitsOf = ({ channels, spatial }: BatchNormGeometry): number => (spatial === 1 ? Math.ceil(channels / 4) : channels);
