import fc from "fast-check";
import type { Dense } from "../oracle/dense.js";
import type { Range } from "../oracle/slice.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryFloat } from "./float.js";
import { arbitraryShape } from "./shape.js";

export interface SliceCase {
  inputs: { x: Dense };
  ranges: Range[];
}

const step = fc.constantFrom(1, 2, 3, -1, -2, -3);

/** first … last, both taken, in the direction of the step. */
function arbitraryPicked(size: number): fc.Arbitrary<Range> {
  const position = fc.integer({ min: 0, max: size - 1 });
  return fc.tuple(position, position, step).map(([p, q, step]): Range => {
    const [low, high] = [Math.min(p, q), Math.max(p, q)];
    if (step > 0) return step === 1 ? [low, high + 1] : [low, high + 1, step];
    return [high, low === 0 ? -size - 1 : low - 1, step];
  });
}

/** Every form of a range: mostly some elements, else any ends up to two places outside, which is often nothing. */
function arbitraryRange(size: number): fc.Arbitrary<Range> {
  const end = fc.integer({ min: -size - 2, max: size + 2 });
  const any: fc.Arbitrary<Range> = fc.oneof(fc.constant(null), fc.tuple(end, end), fc.tuple(end, end, step));
  if (size === 0) return any;
  return fc.oneof<fc.WeightedArbitrary<Range>[]>(
    { weight: 1, arbitrary: any },
    { weight: 3, arbitrary: arbitraryPicked(size) },
    { weight: 1, arbitrary: fc.integer({ min: -size, max: size - 1 }) },
  );
}

/** At most one range an axis. */
export function arbitrarySlice(element = arbitraryFloat()): fc.Arbitrary<SliceCase> {
  return arbitraryShape({ minRank: 1, maxSize: 6 })
    .chain((shape) => fc.record({ shape: fc.constant(shape), ranged: fc.integer({ min: 0, max: shape.length }) }))
    .chain(({ shape, ranged }) =>
      fc.record({
        inputs: fc.record({ x: arbitraryDense(shape, element) }),
        ranges: fc.tuple(...shape.slice(0, ranged).map(arbitraryRange)),
      }),
    );
}
