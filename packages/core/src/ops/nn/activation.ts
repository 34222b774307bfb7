import type { Activation } from "../../backend/backend.js";
import { denseView, withScratch } from "../../backend/derived/scratch.js";
import { defineOp } from "../../autograd/define-op.js";
import type { Tensor } from "../../tensor/tensor.js";
import { ge, le, logicalOr } from "../elementwise/compare.js";
import { reluGrad } from "../elementwise/relu-grad.js";
import { relu } from "../elementwise/unary.js";
import { where } from "../elementwise/where.js";
import { checkChoice } from "../checks.js";

/** An activation fused behind conv2d or linear; `null` for none. */
export function resolveActivation(name: string, activation: Activation | undefined): Activation | null {
  return activation === undefined ? null : checkChoice<Activation>(name, "activation", activation, ["relu", "relu6"]);
}

const relu6Op = defineOp({
  name: "relu6",
  infer: ({ input }: { input: Tensor }, _: object) => ({ shape: input.shape, dtype: input.dtype }),
  saves: ["output"],
  forward: (backend, { input }, _, { shape }) =>
    withScratch(backend, (keep) => backend.binary("min", denseView(keep(backend.unary("relu", input)), shape), 6)),
  backward: (gradOutput, { output }) => ({ input: () => maskGradient(gradOutput, output, "relu6") }),
});

/** The activation as an op of its own; gradients at the kinks are 0, as in PyTorch. */
export function activate(input: Tensor, activation: Activation): Tensor {
  return activation === "relu" ? relu(input) : relu6Op({ input }, {});
}

/** gradOutput where the activation let the value through (judged by its output), else 0. */
export function maskGradient(gradOutput: Tensor, output: Tensor, activation: Activation | null): Tensor {
  if (activation === null) return gradOutput;
  if (activation === "relu") return reluGrad(gradOutput, output);
  return where(logicalOr(le(output, 0), ge(output, 6)), 0, gradOutput);
}
