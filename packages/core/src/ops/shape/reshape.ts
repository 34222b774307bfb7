import { reshapeLayout, sizeOf, type Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { identity } from "../../autograd/observe.js";
import { formatShape } from "../../tensor/format.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkInteger, checkList, checkTensor, resolveAxis } from "../checks.js";
import { clone } from "../elementwise/cast.js";

const op = defineOp({
  name: "reshape",
  infer: ({ input }: { input: Tensor }, { shape }: { shape: Shape }) => ({ shape, dtype: input.dtype }),
  view: (layout, { shape }) => reshapeLayout(layout, shape)!,
  backward: (gradOutput, _, __, { input }) => ({ input: () => reshape(gradOutput, input.shape) }),
});

/**
 * The same elements in row-major order under another shape; one size may be −1. No copy where strides allow. PyTorch: `reshape`.
 *
 * **Shapes**: the products of both shapes are equal.
 *
 * @throws {ShapeError} `reshape: cannot view [2, 3, 4] (24 elements) as [5, 5] (25 elements)`
 * @example
 * reshape(arange(6), [2, -1]); // [[0, 1, 2], [3, 4, 5]]
 */
export function reshape(input: Tensor, shape: Shape): Tensor {
  checkTensor("reshape", input);
  checkList("reshape", shape, "sizes");
  const result = viewAs(input, shape);
  return result === input ? identity(input) : result;
}

/** @internal As `reshape`, but the input itself where it has that shape. */
export function viewAs(input: Tensor, shape: Shape): Tensor {
  const target = resolveShape(input, shape);
  if (String(target) === String(input.shape)) return input;
  const source = reshapeLayout(input.layout, target) === null ? clone(input) : input;
  const result = op({ input: source }, { shape: target });
  if (source !== input) source.dispose("reshape");
  return result;
}

function resolveShape(input: Tensor, shape: Shape): Shape {
  const free = shape.indexOf(-1);
  if (free !== shape.lastIndexOf(-1)) throw new ArgumentError(`reshape: ${formatShape(shape)} has more than one -1`);
  shape.forEach((length) => checkInteger("reshape", "a size", length, -1));
  const known = sizeOf(shape.filter((length) => length !== -1));
  const target = free < 0 ? shape : shape.with(free, known === 0 ? NaN : input.size / known);
  if (sizeOf(target) !== input.size || !target.every(Number.isInteger)) {
    const count = free < 0 ? ` (${sizeOf(shape)} elements)` : "";
    throw new ShapeError(`reshape: cannot view ${formatShape(input.shape)} (${input.size} elements) as ${formatShape(shape)}${count}`);
  }
  return target;
}

/**
 * Merges the axes from `startAxis` to `endAxis` into one. PyTorch: `flatten`; the layer `Flatten` starts at axis 1.
 *
 * **Shapes**: [N, C, H, W] → [N, C·H·W] with startAxis 1.
 */
export function flatten(input: Tensor, startAxis = 0, endAxis = -1): Tensor {
  if (input.rank === 0) return reshape(input, [1]);
  const start = resolveAxis("flatten", startAxis, input.rank);
  const end = resolveAxis("flatten", endAxis, input.rank);
  if (start > end) throw new ArgumentError(`flatten: startAxis ${startAxis} lies behind endAxis ${endAxis}`);
  const merged = sizeOf(input.shape.slice(start, end + 1));
  return reshape(input, [...input.shape.slice(0, start), merged, ...input.shape.slice(end + 1)]);
}

/** Drops axes of size 1: all of them, or the given ones where they are 1. PyTorch: `squeeze`. */
export function squeeze(input: Tensor, axis?: number | readonly number[]): Tensor {
  if (axis === undefined) return reshape(input, input.shape.filter((length) => length !== 1));
  const axes = (typeof axis === "number" ? [axis] : axis).map((each) => resolveAxis("squeeze", each, input.rank));
  return reshape(input, input.shape.filter((length, each) => length !== 1 || !axes.includes(each)));
}

/** Adds an axis of size 1 so that it stands at `axis` of the result. PyTorch: `unsqueeze`. */
export function unsqueeze(input: Tensor, axis: number): Tensor {
  return reshape(input, input.shape.toSpliced(resolveAxis("unsqueeze", axis, input.rank + 1), 0, 1));
}
