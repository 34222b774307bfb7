import fc from "fast-check";
import { type Dense, sizeOf } from "../oracle/dense.js";
import { arbitraryAxis } from "./axes.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat } from "./float.js";
import { arbitraryShape, arbitrarySize } from "./shape.js";

/** Axes of a permutation. */
export function arbitraryPermute(element = arbitraryFloat()): fc.Arbitrary<{ inputs: { x: Dense }; axes: number[] }> {
  return arbitraryShape().chain((shape) =>
    fc.record({
      inputs: fc.record({ x: arbitraryDense(shape, element) }),
      axes: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
    }),
  );
}

/** Another shape of as many elements: the prime factors dealt out anew, perhaps with one size given as −1. */
export function arbitraryReshape(element = arbitraryFloat()): fc.Arbitrary<{ inputs: { x: Dense }; shape: number[] }> {
  return fc
    .record({
      factors: fc.array(fc.constantFrom(1, 2, 3), { maxLength: 5 }),
      cuts: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }),
      newCuts: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }),
      inferred: fc.option(fc.nat({ max: 3 })),
    })
    .chain(({ factors, cuts, newCuts, inferred }) => {
      const deal = (cuts: number[]) => {
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), factors.length];
        return bounds.slice(1).map((end, i) => sizeOf(factors.slice(bounds[i], end)));
      };
      const shape = deal(newCuts).map((size, axis) => (axis === inferred ? -1 : size));
      return fc.record({ inputs: fc.record({ x: arbitraryDense(deal(cuts), element) }), shape: fc.constant(shape) });
    });
}

/** One to three tensors that differ along `axis` at most. */
export function arbitraryCat(element = arbitraryFloat()): fc.Arbitrary<{ inputs: { tensors: Dense[] }; axis: number }> {
  return arbitraryShape({ minRank: 1 })
    .chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axis: arbitraryAxis(shape),
        sizes: fc.array(arbitrarySize(), { minLength: 1, maxLength: 3 }),
      }),
    )
    .chain(({ shape, axis, sizes }) =>
      fc.record({
        inputs: fc.record({ tensors: fc.tuple(...sizes.map((size) => arbitraryDense(shape.with(axis, size), element))) }),
        axis: fc.constant(axis),
      }),
    );
}
