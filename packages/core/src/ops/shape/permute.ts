import { permuteLayout } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { formatShape } from "../../tensor/format.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkList, checkTensor, resolveAxis } from "../checks.js";

const op = defineOp({
  name: "permute",
  infer: ({ input }: { input: Tensor }, { axes }: { axes: readonly number[] }) => ({
    shape: axes.map((axis) => input.shape[axis]!),
    dtype: input.dtype,
  }),
  view: (layout, { axes }) => permuteLayout(layout, axes),
  backward: (gradOutput, _, { axes }) => ({ input: () => permute(gradOutput, axes.map((_, axis) => axes.indexOf(axis))) }),
});

/**
 * The axes in another order, without a copy: axis i of the result is axis axes[i] of the input. PyTorch: `permute`.
 *
 * @throws {ArgumentError} unless `axes` names every axis once.
 * @example
 * permute(image, [2, 0, 1]); // [H, W, C] → [C, H, W]
 */
export function permute(input: Tensor, axes: readonly number[]): Tensor {
  checkTensor("permute", input);
  checkList("permute", axes, "axes");
  const resolved = axes.map((axis) => resolveAxis("permute", axis, input.rank));
  if (new Set(resolved).size !== input.rank || axes.length !== input.rank) {
    throw new ArgumentError(`permute: axes ${formatShape(axes)} must name each axis of ${formatShape(input.shape)} once`);
  }
  return op({ input }, { axes: resolved });
}

/** Swaps two axes. PyTorch: `transpose`. */
export function transpose(input: Tensor, axis0: number, axis1: number): Tensor {
  const first = resolveAxis("transpose", axis0, input.rank);
  const second = resolveAxis("transpose", axis1, input.rank);
  const axes = [...input.shape.keys()];
  axes[first] = second;
  axes[second] = first;
  return op({ input }, { axes });
}
