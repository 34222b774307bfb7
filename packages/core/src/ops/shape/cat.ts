import type { View } from "../../backend/backend.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { formatShape } from "../../tensor/format.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkInteger, checkList, checkSameDType, resolveAxis } from "../checks.js";
import { unsqueeze } from "./reshape.js";
import { sliceWalks } from "./slice.js";

type Parts = Readonly<Record<string, Tensor>>;

const op = defineOp({
  name: "cat",
  infer: (parts: Parts, { axis }: { axis: number }) => {
    const [first, ...rest] = Object.values(parts) as [Tensor, ...Tensor[]];
    for (const part of rest) {
      const fits = part.rank === first.rank && part.shape.every((length, i) => i === axis || length === first.shape[i]);
      if (!fits) throw new ShapeError(`cat: shapes ${formatShape(first.shape)} and ${formatShape(part.shape)} differ outside of axis ${axis}`);
    }
    const total = Object.values(parts).reduce((length, part) => length + part.shape[axis]!, 0);
    return { shape: first.shape.with(axis, total), dtype: checkSameDType("cat", parts) };
  },
  forward: (backend, parts, { axis }) => backend.concat(Object.values(parts) as View[], axis),
  backward: (gradOutput, _, { axis }, specs) => {
    let start = 0;
    return Object.fromEntries(
      Object.entries(specs).map(([name, { shape }]) => {
        const from = start;
        start += shape[axis]!;
        return [name, () => part(gradOutput, axis, from, shape[axis]!)];
      }),
    );
  },
});

function part(input: Tensor, axis: number, start: number, length: number): Tensor {
  return sliceWalks(input, input.shape.map((whole, i) => (i === axis ? { start, length, step: 1 } : { start: 0, length: whole, step: 1 })));
}

/**
 * The tensors one after the other along an axis that exists. PyTorch: `cat`.
 *
 * **Shapes**: [2, 3] and [4, 3] along axis 0 → [6, 3].
 *
 * @throws {ShapeError} where sizes differ on another axis.
 */
export function cat(tensors: readonly Tensor[], axis = 0): Tensor {
  checkList("cat", tensors, "tensors");
  const [first] = tensors;
  if (!first) throw new ArgumentError("cat: expected at least one tensor, got none");
  const parts = Object.fromEntries(tensors.map((tensor, i) => [String(i), tensor]));
  return op(parts, { axis: resolveAxis("cat", axis, first.rank) });
}

/**
 * The tensors side by side along a new axis. PyTorch: `stack`.
 *
 * **Shapes**: three of [2, 4] at axis 1 → [2, 3, 4].
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  checkList("stack", tensors, "tensors");
  const [first] = tensors;
  if (!first) throw new ArgumentError("stack: expected at least one tensor, got none");
  for (const { shape } of tensors) {
    if (String(shape) !== String(first.shape)) throw new ShapeError(`stack: shapes ${formatShape(first.shape)} and ${formatShape(shape)} differ`);
  }
  const at = resolveAxis("stack", axis, first.rank + 1);
  return cat(tensors.map((tensor) => unsqueeze(tensor, at)), at);
}

/**
 * Cuts an axis into pieces of one size (the last may be smaller), or of the given sizes. Without a copy. PyTorch: `split`.
 *
 * @throws {ArgumentError} unless the sizes add up to the axis.
 */
export function split(input: Tensor, size: number | readonly number[], axis = 0): Tensor[] {
  const at = resolveAxis("split", axis, input.rank);
  const length = input.shape[at]!;
  const sizes = typeof size === "number" ? pieces(length, checkInteger("split", "size", size, 1)) : size;
  if (sizes.some((each) => !Number.isInteger(each) || each < 0) || sizes.reduce((a, b) => a + b, 0) !== length) {
    throw new ArgumentError(`split: sizes ${formatShape(sizes)} do not add up to ${length}, the size of axis ${axis}`);
  }
  let start = 0;
  return sizes.map((each) => {
    start += each;
    return part(input, at, start - each, each);
  });
}

function pieces(length: number, size: number): number[] {
  const sizes = Array.from({ length: Math.ceil(length / size) }, (_, i) => Math.min(size, length - i * size));
  return sizes.length > 0 ? sizes : [0];
}
