import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";
import { reduceAxes } from "./reduce-axes.js";
import { oracleMean } from "./reduction.js";
import { variance } from "./variance.js";

export interface BatchNormResult {
  output: Dense;
  runningMean: Dense | null;
  runningVar: Dense | null;
}

/**
 * (x − mean)/√(var + eps) · weight + bias for each channel (axis 1). Training takes mean and biased variance from the
 * batch, and running ← (1 − momentum) · running + momentum · batch with the unbiased variance; otherwise the running
 * statistics are used and stay.
 */
export function oracleBatchNorm(
  input: Dense,
  runningMean: Dense | null,
  runningVar: Dense | null,
  weight: Dense | null,
  bias: Dense | null,
  { training = false, momentum = 0.1, eps = 1e-5 }: { training?: boolean; momentum?: number; eps?: number } = {},
): BatchNormResult {
  const otherAxes = input.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const batchMean = oracleMean(input, otherAxes);
  const batchVar = (correction: number) => reduceAxes(input, otherAxes, false, (values) => variance(values, correction));
  const mean = training ? batchMean : (runningMean ?? batchMean);
  const spread = training ? batchVar(0) : (runningVar ?? batchVar(0));

  const perChannel = (x: Dense): Dense => ({ shape: [...x.shape, ...input.shape.slice(2).map(() => 1)], data: x.data });
  const output = elementwise(
    (x, mean, spread, weight, bias) => ((x - mean) / Math.sqrt(spread + eps)) * weight + bias,
    input,
    perChannel(mean),
    perChannel(spread),
    weight === null ? 1 : perChannel(weight),
    bias === null ? 0 : perChannel(bias),
  );
  const moved = (running: Dense | null, batch: Dense) =>
    running && training ? elementwise((r, b) => (1 - momentum) * r + momentum * b, running, batch) : running;
  return { output, runningMean: moved(runningMean, batchMean), runningVar: moved(runningVar, batchVar(1)) };
}
