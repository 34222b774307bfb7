import { dtypes, type DType } from "../../backend/dtype.js";
import { defineOp } from "../../autograd/define-op.js";
import { identity } from "../../autograd/observe.js";
import { wholeStorage } from "../../tensor/read.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkChoice } from "../checks.js";

const op = defineOp({
  name: "cast",
  infer: ({ input }: { input: Tensor }, { dtype }: { dtype: DType }) => ({ shape: input.shape, dtype }),
  forward: (backend, { input }, { dtype }) => backend.copy(input, dtype),
  backward: (gradOutput, _, __, { input }) => ({ input: () => cast(gradOutput, input.dtype) }),
});

/**
 * The same numbers in another dtype: float → integer truncates, anything → bool is x ≠ 0. No copy where it has that dtype.
 *
 * PyTorch: `Tensor.to(dtype)`. Gradients flow between float dtypes.
 *
 * @example
 * cast(tensor([1.7, -1.7]), "int32"); // [1, -1]
 */
export function cast(input: Tensor, dtype: DType): Tensor {
  checkChoice("cast", "dtype", dtype, dtypes);
  if (input.dtype === dtype) return identity(input);
  const output = op({ input }, { dtype });
  if (dtype === "int32" && wholeStorage(input)) output.shared.range = input.shared.range;
  return output;
}

const denseCopy = defineOp({
  name: "clone",
  infer: ({ input }: { input: Tensor }, _: object) => ({ shape: input.shape, dtype: input.dtype }),
  forward: (backend, { input }) => backend.copy(input, input.storage.dtype),
  backward: (gradOutput) => ({ input: () => gradOutput }),
});

/** A dense copy in storage of its own. PyTorch: `clone`. */
export function clone(input: Tensor): Tensor {
  return denseCopy({ input }, {});
}

