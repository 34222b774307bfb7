import { sizeOf, sliceLayout, dense, type Layout, type Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { formatShape } from "../../tensor/format.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkTensor } from "../checks.js";
import { reshape } from "./reshape.js";

/** `null`: all; a number: that one, and the axis goes; [start, end, step]: as in Python, ends clamp, a negative step walks backwards. */
export type Range = null | number | readonly [start: number | null, end: number | null, step?: number];

/** A resolved range: `length` elements from `start`, every `step`-th. */
interface Walk {
  readonly start: number;
  readonly length: number;
  readonly step: number;
}

const walkLayout = (layout: Layout, walks: readonly Walk[]): Layout =>
  walks.reduce((at, { start, length, step }, axis) => sliceLayout(at, axis, start, length, step), layout);

const op = defineOp({
  name: "slice",
  infer: ({ input }: { input: Tensor }, { walks }: { walks: readonly Walk[] }) => ({ shape: walks.map(({ length }) => length), dtype: input.dtype }),
  view: (layout, { walks }) => walkLayout(layout, walks),
  backward: (gradOutput, _, { walks }, { input }) => ({ input: (): Tensor => scatterOp({ input: gradOutput }, { walks, shape: input.shape }) }),
});

/** Zeros with the input at the places that a slice would read: the adjoint of `slice`. */
const scatterOp = defineOp({
  name: "unslice",
  infer: ({ input }: { input: Tensor }, { shape }: { walks: readonly Walk[]; shape: Shape }) => ({ shape, dtype: input.dtype }),
  forward: (backend, { input }, { walks, shape }) =>
    backend.updateSlice(backend.fill(sizeOf(shape), 0, input.storage.dtype), walkLayout(dense(shape), walks), input),
  backward: (gradOutput, _, { walks }) => ({ input: (): Tensor => op({ input: gradOutput }, { walks }) }),
});

/** @internal Along every axis `length` elements from `start`, by `step`. */
export function sliceWalks(input: Tensor, walks: readonly Walk[]): Tensor {
  return op({ input }, { walks });
}

/**
 * A part of the tensor, without a copy: one range per axis, axes without a range stay whole. NumPy: `x[a:b:c, i, :]`.
 *
 * **Shapes**: slice([4, 5, 6], [1, 3], 2) → [2, 6].
 *
 * @throws {ArgumentError} for an index outside of the axis, a step of 0, or more ranges than axes.
 * @example
 * slice(x, null, [0, 2]);       // the first two of axis 1
 * slice(x, [null, null, -1]);   // axis 0 reversed
 */
export function slice(input: Tensor, ...ranges: Range[]): Tensor {
  checkTensor("slice", input);
  if (ranges.length > input.rank) {
    throw new ArgumentError(`slice: ${ranges.length} ranges for a tensor of shape ${formatShape(input.shape)}, expected at most ${input.rank}`);
  }
  const walks = input.shape.map((length, axis) => resolveRange(ranges[axis] ?? null, length, axis, input));
  const part = op({ input }, { walks });
  if (!ranges.some((range) => typeof range === "number")) return part;
  const result = reshape(part, part.shape.filter((_, axis) => typeof ranges[axis] !== "number"));
  part.dispose("slice");
  return result;
}

function resolveRange(range: Range, length: number, axis: number, input: Tensor): Walk {
  if (range === null) return { start: 0, length, step: 1 };
  if (typeof range === "number") {
    if (!Number.isInteger(range) || range < -length || range >= length) {
      throw new ArgumentError(`slice: index ${range} is out of range for axis ${axis} of ${formatShape(input.shape)}`);
    }
    return { start: range < 0 ? range + length : range, length: 1, step: 1 };
  }
  if (range.length < 2 || range.length > 3) {
    throw new ArgumentError(`slice: range [${String(range)}] of axis ${axis} is illegal, expected [start, end] or [start, end, step]`);
  }
  const [first, last, step = 1] = range;
  if (![first ?? 0, last ?? 0, step].every(Number.isInteger) || step === 0) {
    throw new ArgumentError(`slice: range [${String(range)}] of axis ${axis} is illegal, expected integers and a step other than 0`);
  }
  const clamp = (index: number | null, absent: number): number => {
    if (index === null) return absent;
    const from = index < 0 ? index + length : index;
    return step > 0 ? Math.min(Math.max(from, 0), length) : Math.min(Math.max(from, -1), length - 1);
  };
  const start = clamp(first, step > 0 ? 0 : length - 1);
  const end = clamp(last, step > 0 ? length : -1);
  return { start, length: Math.max(0, Math.ceil((end - start) / step)), step };
}
