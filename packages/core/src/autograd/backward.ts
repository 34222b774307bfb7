import { isFloat } from "../backend/dtype.js";
import { ArgumentError } from "../errors/argument-error.js";
import { BackendMismatchError } from "../errors/backend-mismatch-error.js";
import { DTypeError } from "../errors/dtype-error.js";
import { ShapeError } from "../errors/shape-error.js";
import { checkOptions } from "../tensor/options.js";
import { describeValue, formatShape } from "../tensor/format.js";
import { filled } from "../tensor/make.js";
import { Tensor } from "../tensor/tensor.js";
import { propagate } from "./propagate.js";

export interface BackwardOptions {
  /** Keeps the recorded graph for another backward pass; default `createGraph`. */
  readonly retainGraph?: boolean;
  /** Records the backward pass itself, so that gradients can be differentiated again; default false. */
  readonly createGraph?: boolean;
}

export interface GradOptions extends BackwardOptions {
  /** One for each output; default: ones, for outputs of one element. */
  readonly gradOutputs?: Tensor | readonly (Tensor | null)[];
  /** Gives `null` for an input that no output depends on, instead of an error; default false. */
  readonly allowUnused?: boolean;
}

/**
 * Adds ∂output/∂leaf to the `grad` of every leaf that requires a gradient. PyTorch: `Tensor.backward`.
 *
 * **Shapes**: `gradient` has the shape of `output`; it may be left out when `output` has one element.
 *
 * The recorded graph is freed, unless `retainGraph`.
 *
 * @throws {ArgumentError} when `output` does not require a gradient, or has more than one element and no `gradient` is given.
 * @example
 * const loss = crossEntropy(model.forward(x), y);
 * backward(loss);
 */
export function backward(output: Tensor, gradient?: Tensor | null, options: BackwardOptions = {}): void {
  checkOptions("backward", options, ["retainGraph", "createGraph"]);
  const { createGraph = false, retainGraph = createGraph } = options;
  const seed = seedGradient("backward", output, gradient ?? null);
  try {
    propagate([output], [seed], { createGraph, retainGraph, inputs: null });
  } finally {
    if (seed !== gradient) seed.dispose("backward");
  }
}

/**
 * Σ over outputs of gradOutput · ∂output/∂input, for each input, without touching any `grad`. PyTorch: `torch.autograd.grad`.
 *
 * **Shapes**: each result has the shape of its input.
 *
 * @throws {ArgumentError} when an input does not require a gradient, or no output depends on it (unless `allowUnused`).
 * @example
 * const [gradX] = grad(x.square().sum(), [x], { createGraph: true });
 * const [second] = grad(gradX.sum(), [x]); // 2 everywhere
 */
export function grad(outputs: Tensor | readonly Tensor[], inputs: readonly Tensor[], options: GradOptions & { readonly allowUnused: true }): (Tensor | null)[];
export function grad(outputs: Tensor | readonly Tensor[], inputs: readonly Tensor[], options?: GradOptions): Tensor[];
export function grad(outputs: Tensor | readonly Tensor[], inputs: readonly Tensor[], options: GradOptions = {}): (Tensor | null)[] {
  checkOptions("grad", options, ["retainGraph", "createGraph", "gradOutputs", "allowUnused"]);
  const { createGraph = false, retainGraph = createGraph, allowUnused = false, gradOutputs = [] } = options;
  const all = outputs instanceof Tensor ? [outputs] : outputs;
  const given = gradOutputs instanceof Tensor ? [gradOutputs] : gradOutputs;
  if (!Array.isArray(inputs)) throw new ArgumentError("grad: inputs must be an array of Tensors");
  if (given.length > 0 && given.length !== all.length) throw new ArgumentError(`grad: ${given.length} gradOutputs for ${all.length} outputs`);
  inputs.forEach((input: Tensor, i) => {
    if (!input.requiresGrad) throw new ArgumentError(`grad: input ${i} does not require a gradient`);
  });
  const seeds: Tensor[] = [];
  let results: (Tensor | null)[];
  try {
    all.forEach((output, i) => seeds.push(seedGradient("grad", output, given[i] ?? null)));
    results = propagate(all, seeds, { createGraph, retainGraph, inputs: inputs.map((input: Tensor) => input.variable!) });
  } finally {
    seeds.forEach((seed, i) => seed !== given[i] && seed.dispose("grad"));
  }
  const unused = results.indexOf(null);
  if (unused >= 0 && !allowUnused) {
    for (const result of results) result?.dispose("grad");
    throw new ArgumentError(`grad: no output depends on input ${unused}`, { hint: "pass { allowUnused: true } to get null for it" });
  }
  return results;
}

function seedGradient(name: string, output: Tensor, gradient: Tensor | null): Tensor {
  if (!output.requiresGrad) {
    throw new ArgumentError(`${name}: the output, made by ${output.createdBy}, does not require a gradient`, {
      hint: "set requiresGrad on an input, and compute outside of noGrad",
    });
  }
  if (gradient === null) {
    if (output.size !== 1) {
      throw new ArgumentError(`${name}: the output has shape ${formatShape(output.shape)}, expected one element or a gradient of that shape`);
    }
    return filled(name, output.backend, output.shape, 1, output.dtype);
  }
  if (!(gradient instanceof Tensor)) throw new ArgumentError(`${name}: gradient must be a Tensor, got ${describeValue(gradient)}`);
  if (gradient.backend !== output.backend) {
    throw new BackendMismatchError(`${name}: gradient lives on ${gradient.backend.name}, expected ${output.backend.name}, the backend of the output`);
  }
  if (String(gradient.shape) !== String(output.shape)) {
    throw new ShapeError(`${name}: gradient has shape ${formatShape(gradient.shape)}, expected ${formatShape(output.shape)}`);
  }
  if (!isFloat(gradient.dtype) || gradient.dtype !== output.dtype) {
    throw new DTypeError(`${name}: gradient is ${gradient.dtype}, expected ${output.dtype}`);
  }
  return gradient;
}
