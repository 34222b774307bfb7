import type { Activation } from "../../backend/backend.js";
import { isDense, sizeOf } from "../../backend/layout.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { isObserved } from "../../autograd/observe.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, checkSameDType } from "../checks.js";
import { matmul } from "../matmul.js";
import { sumTo } from "../shape/expand.js";
import { transpose } from "../shape/permute.js";
import { viewAs } from "../shape/reshape.js";
import { activate, maskGradient, resolveActivation } from "./activation.js";

export interface LinearOptions {
  /** Applied to the result in the same kernel. */
  readonly activation?: Activation;
}

interface LinearInputs {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly [name: string]: Tensor | null;
}

/** [M, K] × [N, K]ᵀ + [N] → [M, N] */
const op = defineOp<LinearInputs, { activation: Activation | null }>({
  name: "linear",
  infer: ({ input, weight }) => ({ shape: [input.shape[0]!, weight.shape[0]!], dtype: input.dtype }),
  saves: ({ activation }, wanted) => [...(wanted("input") ? ["weight"] : []), ...(wanted("weight") ? ["input"] : []), ...(activation ? ["output"] : [])],
  forward: (backend, inputs, { activation }) => {
    const { input, weight, bias } = inputs;
    const copied = bias && !isDense(bias.layout) ? backend.copy(bias, bias.storage.dtype) : undefined;
    const output = backend.linear(input, weight, { bias: copied ?? bias?.storage, activation: activation ?? undefined });
    if (copied) backend.free(copied);
    return output;
  },
  backward: (gradOutput, { input, weight, output }, { activation }, { bias }) => {
    const masked = maskGradient(gradOutput, output, activation);
    return {
      input: () => matmul(masked, weight),
      weight: () => matmul(transpose(masked, 0, 1), input),
      bias: () => sumTo(masked, bias!.shape),
    };
  },
});

/**
 * input · weightᵀ + bias. PyTorch: `nn.functional.linear`.
 *
 * **Shapes**: input [..., inFeatures], weight [outFeatures, inFeatures], bias [outFeatures] → [..., outFeatures].
 *
 * @throws {ShapeError} `linear: input has 30 features, but weight [10, 32] expects 32`
 */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null, options: LinearOptions = {}): Tensor {
  checkOptions("linear", options, ["activation"]);
  const activation = resolveActivation("linear", options.activation);
  checkFloat("linear", input);
  checkSameDType("linear", { input, weight, bias });
  if (weight.rank !== 2) throw new ShapeError(`linear: weight has shape ${formatShape(weight.shape)}, expected [outFeatures, inFeatures]`);
  const [outFeatures, inFeatures] = weight.shape as [number, number];
  if (input.rank === 0 || input.shape.at(-1) !== inFeatures) {
    throw new ShapeError(`linear: input has ${input.shape.at(-1) ?? "no"} features, but weight ${formatShape(weight.shape)} expects ${inFeatures}`);
  }
  if (bias && String(bias.shape) !== String(outFeatures)) {
    throw new ShapeError(`linear: bias has shape ${formatShape(bias.shape)}, expected [${outFeatures}]`);
  }
  const rows = viewAs(input, [sizeOf(input.shape.slice(0, -1)), inFeatures]);
  const fused = activation !== null && !isObserved();
  const output = op({ input: rows, weight, bias }, { activation: fused ? activation : null });
  const shaped = viewAs(output, [...input.shape.slice(0, -1), outFeatures]);
  return activation !== null && !fused ? activate(shaped, activation) : shaped;
}
