/**
 * Log-softmax, cross-entropy and their gradients as steps; pointers are byte offsets, arrays dense float32 but for targets (int32), formulas those of
 * core's contract.
 *
 * input, its gradient and log-probabilities [outer, classes, inner], targets, losses and their gradient [outer, inner], weight [classes].
 */
import type { ClassGeometry, CrossEntropyGeometry } from "@convoke/core/backend";
import type { KernelName } from "../kernels.js";
import { bitsOf } from "./elementwise.js";
import type { Step } from "./step.js";

const placesOf = ({ outer, inner }: ClassGeometry): number => outer * inner;

/** 4 places side by side. */
const unitsOf = (g: ClassGeometry): number => Math.ceil(placesOf(g) / 4);

/** → output */
export function logSoftmax(input: number, output: number, g: ClassGeometry): Step {
  return { kernel: "logSoftmax", block: [input | 0, 0, output | 0, placesOf(g), g.classes, g.inner], units: unitsOf(g), scratchBytes: 0 };
}

/** → gradInput; `logProbabilities` is what logSoftmax gave. */
export function logSoftmaxGrad(gradOutput: number, logProbabilities: number, gradInput: number, g: ClassGeometry): Step {
  const block = [gradOutput | 0, logProbabilities | 0, gradInput | 0, placesOf(g), g.classes, g.inner];
  return { kernel: "logSoftmaxGrad", block, units: unitsOf(g), scratchBytes: 0 };
}

/** → losses */
export function crossEntropy(input: number, target: number, weight: number | undefined, losses: number, g: CrossEntropyGeometry): Step {
  return loss("crossEntropy", input, target, weight, 0, losses, g);
}

/** → gradInput */
export function crossEntropyGrad(gradOutput: number, input: number, target: number, weight: number | undefined, gradInput: number, g: CrossEntropyGeometry): Step {
  return loss("crossEntropyGrad", input, target, weight, gradOutput, gradInput, g);
}

function loss(kernel: KernelName, input: number, target: number, weight: number | undefined, gradOutput: number, output: number, g: CrossEntropyGeometry): Step {
  const hit = bitsOf(1 - g.labelSmoothing, "float32"), spread = bitsOf(g.labelSmoothing / g.classes, "float32");
  const pointers = [input | 0, target | 0, (weight ?? 0) | 0, gradOutput | 0, output | 0];
  const block = [...pointers, placesOf(g), g.classes, g.inner, g.ignoreIndex, hit, spread];
  return { kernel, block, units: unitsOf(g), scratchBytes: 0 };
}
