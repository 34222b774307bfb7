import { arange, expand, flip, mul, sum, type Tensor } from "@convoke/core";
import { resolveAxes } from "../oracle/reduce-axes.js";
import type { Dense } from "../oracle/dense.js";
import type { Law } from "../suite/spec.js";
import { agree } from "./agree.js";

type Axes = number | readonly number[];
export type Reduce = (input: Tensor, axes?: Axes, options?: { readonly keepDim?: boolean }) => Tensor;

const kept = { keepDim: true };

/** Σ|x| and at least 1: how large the terms of sums get. */
export function sumOfSizes(x: Dense): number {
  return Array.from(x.data).reduce((total, value) => total + Math.abs(value), 1);
}

/** What the order of the elements, of the axes, and keepDim must not change. */
export function reductionLaws(op: Reduce, scale: (x: Dense) => number = () => 1): readonly Law[] {
  return [
    agree("the order of elements does not matter", op, (x: Tensor, axes?: Axes, options?: object) => op(flip(x, resolveAxes(axes, x.rank)), axes, options), scale),
    agree(
      "axis after axis = all at once",
      (x: Tensor, axes?: Axes) => op(x, axes, kept),
      (x: Tensor, axes?: Axes) => (x.rank === 0 ? op(x, axes, kept) : resolveAxes(axes, x.rank).reduce((reduced, axis) => op(reduced, axis, kept), x)),
      scale,
    ),
    agree("keepDim changes the shape only", (x: Tensor, axes?: Axes) => op(x, axes, kept).reshape(op(x, axes).shape), (x: Tensor, axes?: Axes) => op(x, axes), scale),
  ];
}

/** A cotangent between −½ and ½. */
function weights(like: Tensor): Tensor {
  const { size, shape, dtype } = like;
  return arange(size, { dtype }).sub(size / 2).div(Math.max(1, size)).reshape(shape);
}

/** ⟨sum x, g⟩ = ⟨x, expand g⟩ */
export const sumAndExpand: Law = agree(
  "⟨sum x, g⟩ = ⟨x, expand g⟩",
  (x: Tensor, axes?: Axes) => {
    const total = sum(x, axes, kept);
    return sum(mul(total, weights(total)));
  },
  (x: Tensor, axes?: Axes) => sum(mul(x, expand(weights(sum(x, axes, kept)), x.shape))),
  sumOfSizes,
);
