import type { UnaryOp } from "../../backend/backend.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { defineOp } from "../../autograd/define-op.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat } from "../checks.js";

interface UnaryRule {
  /** What the rule needs; the output where it suffices, so that the input can go. */
  readonly saves?: "input" | "output";
  readonly gradient: (gradOutput: Tensor, saved: Tensor) => Tensor;
}

/** A differentiable elementwise function; `integers` says whether int32 and uint8 are taken too. */
export function defineUnary(kernel: UnaryOp, { saves, gradient }: UnaryRule, { integers = false } = {}): (input: Tensor) => Tensor {
  const op = defineOp({
    name: kernel,
    infer: ({ input }: { input: Tensor }, _: object) => {
      if (!integers) checkFloat(kernel, input);
      else if (input.dtype === "bool") throw new DTypeError(`${kernel}: input is bool, expected a number dtype`);
      return { shape: input.shape, dtype: input.dtype };
    },
    saves: saves ? [saves] : [],
    forward: (backend, { input }) => backend.unary(kernel, input),
    backward: (gradOutput, saved) => ({ input: () => gradient(gradOutput, saved[saves ?? "input"]) }),
  });
  return (input) => op({ input }, {});
}

/** An elementwise test: bool, no gradient. */
export function definePredicate(name: string, kernel: UnaryOp, check: (input: Tensor) => void): (input: Tensor) => Tensor {
  const op = defineOp({
    name,
    infer: ({ input }: { input: Tensor }, _: object) => {
      check(input);
      return { shape: input.shape, dtype: "bool" as const };
    },
    forward: (backend, { input }) => backend.unary(kernel, input),
  });
  return (input) => op({ input }, {});
}
