import { broadcastShapes, expandLayout, type Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { identity } from "../../autograd/observe.js";
import { formatShape } from "../../tensor/format.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkTensor, checkList } from "../checks.js";
import { reshape } from "./reshape.js";

const op = defineOp({
  name: "expand",
  infer: ({ input }: { input: Tensor }, { shape }: { shape: Shape }) => ({ shape, dtype: input.dtype }),
  view: (layout, { shape }) => expandLayout(layout, shape),
  backward: (gradOutput, _, __, { input }) => ({ input: () => sumTo(gradOutput, input.shape) }),
});

/**
 * Repeats axes of size 1 (and new leading ones) without a copy; −1 keeps a size. PyTorch: `Tensor.expand`.
 *
 * **Shapes**: [3, 1] → [2, 3, 4] is legal, [3] → [4] is not.
 *
 * @throws {ShapeError} where a size that is not 1 would change.
 * @example
 * expand(tensor([[1], [2]]), [2, 3]); // [[1, 1, 1], [2, 2, 2]]
 */
export function expand(input: Tensor, shape: Shape): Tensor {
  checkTensor("expand", input);
  checkList("expand", shape, "sizes");
  const missing = shape.length - input.rank;
  const target = shape.map((length, axis) => (length === -1 && axis >= missing ? input.shape[axis - missing]! : length));
  for (const length of target) {
    if (!Number.isInteger(length) || length < 0) throw new ArgumentError(`expand: shape ${formatShape(shape)} has a size ${length}`);
  }
  const common = missing < 0 ? null : broadcastShapes(input.shape, target);
  if (common === null || String(common) !== String(target)) {
    throw new ShapeError(`expand: cannot expand ${formatShape(input.shape)} to ${formatShape(shape)}`);
  }
  return String(target) === String(input.shape) ? identity(input) : op({ input }, { shape: target });
}

const sumOp = defineOp({
  name: "sum",
  infer: ({ input }: { input: Tensor }, { axes }: { axes: readonly number[] }) => ({
    shape: input.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
    dtype: input.dtype,
  }),
  forward: (backend, { input }, { axes }) => backend.reduce("sum", input, axes),
  backward: (gradOutput, _, __, { input }) => ({ input: () => expand(gradOutput, input.shape) }),
});

/** The sum over ascending `axes`, each kept with size 1: the adjoint of `expand`. */
export function sumKeep(input: Tensor, axes: readonly number[]): Tensor {
  return axes.length === 0 ? identity(input) : sumOp({ input }, { axes });
}

/** Sums what broadcasting repeated, so that the result has `shape`. */
export function sumTo(gradOutput: Tensor, shape: Shape): Tensor {
  if (String(gradOutput.shape) === String(shape)) return gradOutput;
  const missing = gradOutput.rank - shape.length;
  const axes = gradOutput.shape.flatMap((length, axis) => (axis < missing || (shape[axis - missing] === 1 && length !== 1) ? [axis] : []));
  return reshape(sumKeep(gradOutput, axes), shape);
}
