/** Steps of optimizers over dense float32 arrays of one size, in place; pointers are byte offsets, formulas those of core's contract. */
import type { AdamStepOptions, SgdStepOptions } from "@convoke/core/backend";
import { bitsOf } from "./elementwise.js";
import { blockOf, type Step } from "./step.js";

const sgdFields = ["parameter", "gradient", "buffer", "size", "isFirst", "isNesterov", "lr", "momentum", "share", "weightDecay"] as const;
const adamFields = [
  "parameter", "gradient", "expAvg", "expAvgSq", "maxExpAvgSq", "size", "keep", "decay", "beta1", "rest1", "beta2", "rest2", "stepSize", "correction", "eps",
] as const;

/** Elements of a unit of work: assembly/optimizer/chunk.ts. */
const chunk = 1024;

/** The momentum buffer, where there is momentum; in the first step it holds nothing yet. */
export interface MomentumBuffer {
  readonly pointer: number;
  readonly isFirst: boolean;
}

/** parameter and buffer are overwritten. */
export function sgdStep(parameter: number, gradient: number, buffer: MomentumBuffer | null, size: number, options: SgdStepOptions): Step {
  const { lr, momentum, dampening, weightDecay, nesterov } = options;
  const block = blockOf(sgdFields, {
    parameter, gradient, buffer: buffer?.pointer ?? 0, size, isFirst: Number(buffer?.isFirst ?? false), isNesterov: Number(nesterov),
    ...floats({ lr, momentum, share: 1 - dampening, weightDecay }),
  });
  return { kernel: "sgdStep", block, units: Math.ceil(size / chunk), scratchBytes: 0 };
}

export interface AdamPointers {
  readonly expAvg: number;
  readonly expAvgSq: number;
  readonly maxExpAvgSq?: number | undefined;
}

/** parameter and state are overwritten. */
export function adamStep(parameter: number, gradient: number, { expAvg, expAvgSq, maxExpAvgSq = 0 }: AdamPointers, size: number, options: AdamStepOptions): Step {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = options;
  const block = blockOf(adamFields, {
    parameter, gradient, expAvg, expAvgSq, maxExpAvgSq, size,
    ...floats({
      keep: decoupled ? 1 - lr * weightDecay : 1, decay: decoupled ? 0 : weightDecay, beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2,
      stepSize: lr / (1 - beta1 ** step), correction: Math.sqrt(1 - beta2 ** step), eps,
    }),
  });
  return { kernel: "adamStep", block, units: Math.ceil(size / chunk), scratchBytes: 0 };
}

/** Numbers as the bits of float32. */
function floats<Name extends string>(numbers: Readonly<Record<Name, number>>): Record<Name, number> {
  return Object.fromEntries(Object.entries<number>(numbers).map(([name, value]) => [name, bitsOf(value, "float32")])) as Record<Name, number>;
}
