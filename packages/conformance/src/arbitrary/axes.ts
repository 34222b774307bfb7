import fc from "fast-check";
import type { Dense } from "../oracle/dense.js";
import { resolveAxes } from "../oracle/reduce-axes.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat } from "./float.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryShape } from "./shape.js";

/** One axis of a shape that has some, counted from the start or, negative, from the end. */
export function arbitraryAxis(shape: readonly number[]): fc.Arbitrary<number> {
  return fc.integer({ min: -shape.length, max: shape.length - 1 });
}

/** Absent (all), one axis, or a list of different ones in any order. */
export function arbitraryAxes(shape: readonly number[]): fc.Arbitrary<number | number[] | undefined> {
  if (shape.length === 0) return fc.constant(undefined);
  const signs = fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length });
  const list = fc
    .tuple(fc.shuffledSubarray([...shape.keys()], { minLength: 1 }), signs)
    .map(([axes, negative]) => axes.map((axis) => (negative[axis] ? axis - shape.length : axis)));
  return fc.oneof(fc.constant(undefined), arbitraryAxis(shape), list);
}

export interface ReductionCase {
  inputs: { x: Dense };
  axes: number | number[] | undefined;
  attributes: { keepDim?: boolean };
}

/** `nonEmpty`: no group of values is empty, as max, min and their arguments need. */
export function arbitraryReduction(element = arbitraryFloat(), nonEmpty = false): fc.Arbitrary<ReductionCase> {
  return arbitraryShape({ maxSize: 4 })
    .chain((shape) =>
      fc.record({
        inputs: fc.record({ x: arbitraryDense(shape, element) }),
        axes: arbitraryAxes(shape),
        attributes: arbitraryOptions({ keepDim: fc.boolean() }),
      }),
    )
    .filter(({ inputs: { x }, axes }) => !nonEmpty || resolveAxes(axes, x.shape.length).every((axis) => x.shape[axis] !== 0));
}
