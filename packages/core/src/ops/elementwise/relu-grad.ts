import { defineOp } from "../../autograd/define-op.js";
import type { Tensor } from "../../tensor/tensor.js";

const op = defineOp({
  name: "reluGrad",
  infer: ({ gradOutput }: { gradOutput: Tensor; activated: Tensor }, _: object) => ({ shape: gradOutput.shape, dtype: gradOutput.dtype }),
  saves: ["activated"],
  forward: (backend, { gradOutput, activated }) => backend.reluGrad(gradOutput, activated),
  // Linear in gradOutput, constant in what was activated.
  backward: (gradient, { activated }) => ({ gradOutput: (): Tensor => reluGrad(gradient, activated) }),
});

/** gradOutput where relu's output is not 0, else 0. */
export function reluGrad(gradOutput: Tensor, activated: Tensor): Tensor {
  return op({ gradOutput, activated }, {});
}
