/** Steps of optimizers over dense float32 arrays of one size, in place; pointers are byte offsets, formulas those of core's contract. */
import type { AdamStepOptions, SgdStepOptions } from "@convoke/core/backend";
import { bitsOf } from "./elementwise.js";
import type { Step } from "./step.js";

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
  const block = [
    parameter | 0, gradient | 0, (buffer?.pointer ?? 0) | 0, size, Number(buffer?.isFirst ?? false), Number(nesterov),
    bits(lr), bits(momentum), bits(1 - dampening), bits(weightDecay),
  ];
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
  const keep = decoupled ? 1 - lr * weightDecay : 1, decay = decoupled ? 0 : weightDecay;
  const stepSize = lr / (1 - beta1 ** step), correction = Math.sqrt(1 - beta2 ** step);
  const block = [
    parameter | 0, gradient | 0, expAvg | 0, expAvgSq | 0, maxExpAvgSq | 0, size,
    bits(keep), bits(decay), bits(beta1), bits(1 - beta1), bits(beta2), bits(1 - beta2), bits(stepSize), bits(correction), bits(eps),
  ];
  return { kernel: "adamStep", block, units: Math.ceil(size / chunk), scratchBytes: 0 };
}

const bits = (value: number): number => bitsOf(value, "float32");
