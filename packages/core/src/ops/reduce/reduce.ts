import type { ReduceOp } from "../../backend/backend.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { identity } from "../../autograd/observe.js";
import { noGrad } from "../../autograd/grad-mode.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, checkTensor, resolveAxes, resolveAxis } from "../checks.js";
import { div, mul, sub } from "../elementwise/arithmetic.js";
import { cast } from "../elementwise/cast.js";
import { eq, isNaN, logicalAnd, logicalOr, ne } from "../elementwise/compare.js";
import { sqrt } from "../elementwise/unary.js";
import { where } from "../elementwise/where.js";
import { sumKeep } from "../shape/expand.js";
import { viewAs } from "../shape/reshape.js";

export type Axes = number | readonly number[] | null;
export interface ReduceOptions {
  /** Keeps reduced axes with size 1; default false. */
  readonly keepDim?: boolean;
}

/** Drops the reduced axes of a result that kept them with size 1. */
function finish(name: string, kept: Tensor, axes: readonly number[], options: ReduceOptions, known: readonly string[] = ["keepDim"]): Tensor {
  checkOptions(name, options, known);
  return options.keepDim ? kept : viewAs(kept, kept.shape.filter((_, axis) => !axes.includes(axis)));
}

/**
 * Σ over the axes (all, when absent). Integers and bools add up to int32. PyTorch: `sum`.
 *
 * **Shapes**: [2, 3, 4] over 1 → [2, 4], with keepDim [2, 1, 4]. An empty sum is 0.
 */
export function sum(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  const resolved = resolveAxes("sum", axes, input.rank);
  const numbers = input.dtype === "bool" || input.dtype === "uint8" ? cast(input, "int32") : input;
  return finish("sum", sumKeep(numbers, resolved), resolved, options);
}

/** Σ x / n over the axes; NaN when they are empty. Floats only. Shapes as `sum`. PyTorch: `mean`. */
export function mean(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  checkFloat("mean", input);
  const resolved = resolveAxes("mean", axes, input.rank);
  return finish("mean", meanKeep(input, resolved), resolved, options);
}

function count(input: Tensor, axes: readonly number[]): number {
  return axes.reduce((product, axis) => product * input.shape[axis]!, 1);
}

function meanKeep(input: Tensor, axes: readonly number[]): Tensor {
  return div(sumKeep(input, axes), count(input, axes));
}

export interface VarOptions extends ReduceOptions {
  /** The divisor is n − correction; default 1 (unbiased). */
  readonly correction?: number;
}

/** Σ (x − mean)² / (n − correction) over the axes; NaN where that is no number. Shapes as `sum`. PyTorch: `var`. */
export function variance(input: Tensor, axes?: Axes, options: VarOptions = {}): Tensor {
  return varianceFor("var", input, axes, options);
}

/** √var; the gradient is 0 where all elements are equal. Shapes as `sum`. PyTorch: `std`. */
export function std(input: Tensor, axes?: Axes, options: VarOptions = {}): Tensor {
  const square = varianceFor("std", input, axes, options);
  // √ has an infinite slope at 0: there the result is a constant 0 instead.
  const flat = eq(square, 0);
  return where(flat, 0, sqrt(where(flat, 1, square)));
}

function varianceFor(name: string, input: Tensor, axes: Axes | undefined, options: VarOptions): Tensor {
  const { correction = 1 } = options;
  checkFloat(name, input);
  if (typeof correction !== "number") throw new ArgumentError(`${name}: correction is ${JSON.stringify(correction)}, expected a number`);
  const resolved = resolveAxes(name, axes, input.rank);
  const centred = sub(input, meanKeep(input, resolved));
  const divisor = Math.max(0, count(input, resolved) - correction);
  return finish(name, div(sumKeep(mul(centred, centred), resolved), divisor), resolved, options, ["keepDim", "correction"]);
}

const defineExtremum = (name: "max" | "min") => defineOp({
  name,
  infer: ({ input }: { input: Tensor }, { axes }: { axes: readonly number[] }) => {
    if (input.dtype === "bool") throw new DTypeError(`${name}: input is bool, expected a number dtype`);
    const empty = axes.find((axis) => input.shape[axis] === 0);
    if (empty !== undefined) throw new ShapeError(`${name}: axis ${empty} of ${formatShape(input.shape)} is empty`);
    return { shape: input.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)), dtype: input.dtype };
  },
  saves: ["input", "output"],
  forward: (backend, { input }, { axes }) => backend.reduce(name, input, axes),
  backward: (gradOutput, { input, output }, { axes }) => ({
    input: () => {
      const wins = cast(logicalOr(eq(input, output), logicalAnd(isNaN(input), isNaN(output))), input.dtype);
      return mul(wins, div(gradOutput, sumKeep(wins, axes)));
    },
  }),
});

const extremumOps = { max: defineExtremum("max"), min: defineExtremum("min") };

function extremum(op: "max" | "min", input: Tensor, axes: Axes | undefined, options: ReduceOptions): Tensor {
  const resolved = resolveAxes(op, axes, input.rank);
  return finish(op, resolved.length === 0 ? identity(input) : extremumOps[op]({ input }, { axes: resolved }), resolved, options);
}

/** The greatest element over the axes, NaN if there is one; equal maxima share the gradient. Shapes as `sum`. PyTorch: `amax`. */
export function max(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  return extremum("max", input, axes, options);
}

/** The least element over the axes, NaN if there is one; equal minima share the gradient. Shapes as `sum`. PyTorch: `amin`. */
export function min(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  return extremum("min", input, axes, options);
}

const argOp = defineOp({
  name: "argmax",
  infer: ({ input }: { input: Tensor }, { axis }: { axis: number }) => ({ shape: input.shape.with(axis, 1), dtype: "int32" as const }),
  forward: (backend, { input }, { axis }) => backend.reduce("argmax" satisfies ReduceOp, input, [axis]),
});

/**
 * The index of the greatest element along an axis, or in the flattened tensor; the first of equal ones, NaN counts as greatest. PyTorch: `argmax`.
 *
 * **Shapes**: [2, 3, 4] along 1 → int32 [2, 4].
 */
export function argmax(input: Tensor, axis?: number | null, options: ReduceOptions = {}): Tensor {
  return place("argmax", input, axis ?? null, options, (values) => values);
}

/** The index of the least element; as `argmax`. PyTorch: `argmin`. */
export function argmin(input: Tensor, axis?: number | null, options: ReduceOptions = {}): Tensor {
  return place("argmin", input, axis ?? null, options, reversed);
}

/** The same numbers in reverse order of size, without overflow: −1 − x of the least int32 is the greatest. */
function reversed(input: Tensor): Tensor {
  if (input.dtype === "uint8") return sub(255, input);
  return input.dtype === "int32" ? sub(-1, input) : mul(input, -1);
}

function place(name: string, input: Tensor, axis: number | null, options: ReduceOptions, order: (input: Tensor) => Tensor): Tensor {
  checkTensor(name, input);
  checkOptions(name, options, ["keepDim"]);
  if (input.dtype === "bool") throw new DTypeError(`${name}: input is bool, expected a number dtype`);
  if (axis !== null && input.rank === 0) throw new ArgumentError(`${name}: a scalar has no axis`);
  const resolved = axis === null ? 0 : resolveAxis(name, axis, input.rank);
  const values = noGrad(() => order(axis === null ? viewAs(input, [-1]) : input));
  if (values.shape[resolved] === 0) throw new ShapeError(`${name}: axis ${resolved} of ${formatShape(input.shape)} is empty`);
  const index = argOp({ input: values }, { axis: resolved });
  if (axis !== null) return finish(name, index, [resolved], options);
  return viewAs(index, options.keepDim ? input.shape.map(() => 1) : []);
}

/** Whether any element over the axes is not 0 → bool. Shapes as `sum`. PyTorch: `any`. */
export function any(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  return ne(countTrue("any", input, axes, options), 0);
}

/** Whether all elements over the axes are not 0 → bool. Shapes as `sum`. PyTorch: `all`. */
export function all(input: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  return eq(countTrue("all", input, axes, options), count(input, resolveAxes("all", axes, input.rank)));
}

function countTrue(name: string, input: Tensor, axes: Axes | undefined, options: ReduceOptions): Tensor {
  checkTensor(name, input);
  const resolved = resolveAxes(name, axes, input.rank);
  return finish(name, sumKeep(cast(cast(input, "bool"), "int32"), resolved), resolved, options);
}
