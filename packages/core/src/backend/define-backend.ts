import type { Backend, BackendDefinition, DerivedKernels, Storage } from "./backend.js";
import { avgPool2d, avgPool2dGrad } from "./derived/avg-pool2d.js";
import { batchNorm, batchNormApply, batchNormGrad } from "./derived/batch-norm.js";
import { concat } from "./derived/concat.js";
import { conv2d } from "./derived/conv2d.js";
import { conv2dGradInput, conv2dGradWeight } from "./derived/conv2d-grad.js";
import { crossEntropy, crossEntropyGrad } from "./derived/cross-entropy.js";
import { linear } from "./derived/linear.js";
import { logSoftmax, logSoftmaxGrad } from "./derived/log-softmax.js";
import { maxPool2d, maxPool2dGrad, maxPool2dTake } from "./derived/max-pool2d.js";
import { adamStep, sgdStep } from "./derived/optimizer-steps.js";
import { reluGrad } from "./derived/relu-grad.js";
import { uniform } from "./derived/uniform.js";

const derived = {
  linear, conv2d, conv2dGradInput, conv2dGradWeight,
  maxPool2d, maxPool2dGrad, maxPool2dTake, avgPool2d, avgPool2dGrad,
  concat, reluGrad, uniform,
  batchNorm, batchNormApply, batchNormGrad, logSoftmax, logSoftmaxGrad, crossEntropy, crossEntropyGrad, sgdStep, adamStep,
};

/** The kernels that a definition may leave out. */
export const derivedKernelNames = Object.keys(derived) as readonly (keyof DerivedKernels<Storage>)[];

/**
 * Completes a backend: derived kernels that the definition lacks are written with its eight required ones.
 *
 * @param definition A plain object; its methods must not need `this`.
 * @example
 * export const myBackend = (): Backend => defineBackend({ specVersion: 1, name: "mine", write, read, fill, matmul, … });
 */
export function defineBackend<S extends Storage>(definition: BackendDefinition<S>): Backend<S> {
  const backend: Record<string, unknown> = { ...definition };
  for (const name of derivedKernelNames) {
    if (definition[name]) continue;
    const kernel = derived[name] as (...all: unknown[]) => unknown;
    backend[name] = (...args: unknown[]) => kernel(definition, ...args);
    defaults.add(backend[name] as object);
  }
  return backend as unknown as Backend<S>;
}

const defaults = new WeakSet<object>();

/** Whether a backend runs core's default for a kernel, for want of its own. */
export function isDerived(backend: Backend, name: keyof DerivedKernels<Storage>): boolean {
  return defaults.has(backend[name]);
}
