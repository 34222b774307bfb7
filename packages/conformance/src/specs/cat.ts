import { cat, split, stack } from "@convoke/core";
import fc from "fast-check";
import { arbitraryAxis } from "../arbitrary/axes.js";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryCat } from "../arbitrary/rearrange.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { adjointIn } from "../laws/adjoint.js";
import { catGivesTheWhole, partsAreInPlace, selectingGivesEach } from "../laws/cat.js";
import * as oracle from "../oracle/index.js";
import { defineOpSpec, type Args, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";

type Points = (element: fc.Arbitrary<number>) => fc.Arbitrary<Args>;

const catPoints: Points = (element) => arbitraryCat(element).map(({ inputs, axis }) => [inputs.tensors, axis]);

const stackPoints: Points = (element) =>
  fc.tuple(arbitraryShape({ maxRank: 3 }), fc.integer({ min: 1, max: 3 })).chain(([shape, count]) =>
    fc.tuple(fc.array(arbitraryDense(shape, element), { minLength: count, maxLength: count }), arbitraryAxis([...shape, 1])),
  );

/** One size, or sizes that add up to the axis: cut at sorted places. */
const splitPoints: Points = (element) =>
  arbitraryShape({ minRank: 1, maxSize: 7 }).chain((shape) =>
    fc.record({ axis: arbitraryAxis(shape), size: fc.integer({ min: 1, max: 8 }), cuts: fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), listed: fc.boolean() }).chain(({ axis, size, cuts, listed }) => {
      const length = shape.at(axis)!;
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, length)).sort((a, b) => a - b), length];
      const sizes = bounds.slice(1).map((end, i) => end - bounds[i]!);
      return fc.tuple(arbitraryDense(shape, element), fc.constant(listed ? sizes : size), fc.constant(axis));
    }),
  );

const common = (points: Points) => ({ arbitrary: points(arbitraryFloat()), smooth: points(arbitraryModerate()), bound: exactly });

export const catSpecs: readonly OpSpec[] = [
  defineOpSpec({
    ...common(catPoints),
    name: "cat",
    op: cat,
    inputs: ["tensors"],
    samples: {
      "rows": [[ramp([2, 3]), ramp([4, 3], 2)]],
      "columns": [[ramp([3, 2]), ramp([3, 5], 2), ramp([3, 1], 3)], 1],
      "channels of images": [[ramp([2, 3, 4, 5]), ramp([2, 2, 4, 5], 2)], 1],
      "last axis, negative": [[ramp([2, 3, 4]), ramp([2, 3, 7], 2)], -1],
      "one tensor": [[ramp([3, 4])], 0],
      "more than eight": [Array.from({ length: 9 }, (_, i) => ramp([i + 1], i + 1)), 0],
      "an empty part": [[ramp([2, 0]), ramp([2, 3], 2)], 1],
      "all empty": [[ramp([0, 3]), ramp([0, 3], 2)], 0],
      "non-finite": [[values(NaN, Infinity), values(-Infinity, -0, 1)]],
      "int32": [[labels([2, 3], 9), labels([1, 3], 5)]],
      "uint8": [[labels([2], 200, "uint8"), labels([3], 100, "uint8")]],
    },
    oracle: oracle.oracleCat,
    gradients: ["tensors"],
    laws: [partsAreInPlace, adjointIn("the first tensor", 0, cat, ([tensors, axis]) => [[(tensors as unknown[])[0]], axis])],
    errors: [
      { args: [[]], error: "ArgumentError", message: "cat: expected at least one tensor, got none" },
      { args: [[ramp([2, 3]), ramp([2, 4])], 0], error: "ShapeError", message: "cat: shapes [2, 3] and [2, 4] differ outside of axis 0" },
      { args: [[ramp([2, 3]), ramp([2, 3, 1])], 1], error: "ShapeError", message: "cat: shapes [2, 3] and [2, 3, 1] differ outside of axis 1" },
      { args: [[ramp([2, 3])], 2], error: "ArgumentError", message: "cat: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2" },
      { args: [[labels([2], 9), labels([2], 9, "uint8")]], error: "DTypeError", message: "cat: 0 is int32, but 1 is uint8" },
    ],
  }),
  defineOpSpec({
    ...common(stackPoints),
    name: "stack",
    op: stack,
    inputs: ["tensors"],
    samples: {
      "vectors as rows": [[ramp([5]), ramp([5], 2), ramp([5], 3)]],
      "vectors as columns": [[ramp([5]), ramp([5], 2)], 1],
      "behind the last axis": [[ramp([2, 3, 4]), ramp([2, 3, 4], 2)], -1],
      "in the middle": [[ramp([2, 3]), ramp([2, 3], 2)], -2],
      "scalars": [[ramp([]), ramp([], 2), ramp([], 3)]],
      "one tensor": [[ramp([2, 3])], 1],
      "empty": [[ramp([0, 2]), ramp([0, 2])], 1],
      "bool": [[bools([3]), bools([3])], 1],
    },
    oracle: oracle.oracleStack,
    gradients: ["tensors"],
    laws: [selectingGivesEach, adjointIn("the first tensor", 0, stack, ([tensors, axis]) => [[(tensors as unknown[])[0]], axis])],
    errors: [
      { args: [[]], error: "ArgumentError", message: "stack: expected at least one tensor, got none" },
      { args: [[ramp([2, 3]), ramp([3, 2])]], error: "ShapeError", message: "stack: shapes [2, 3] and [3, 2] differ" },
      { args: [[ramp([2]), ramp([2])], -3], error: "ArgumentError", message: "stack: axis -3 does not exist, expected -2 … 1 for a tensor of rank 2" },
    ],
  }),
  defineOpSpec({
    ...common(splitPoints),
    name: "split",
    op: split,
    inputs: ["input"],
    samples: {
      "equal pieces": [ramp([6, 2]), 2],
      "a shorter last piece": [ramp([2, 5]), 2, 1],
      "a piece larger than the axis": [ramp([3]), 9],
      "stated sizes": [ramp([2, 6, 3]), [1, 3, 2], -2],
      "a size of 0": [ramp([4]), [0, 4]],
      "one piece": [ramp([4, 2]), [4], 0],
      "batches": [ramp([5, 1, 3, 3]), 2],
      "empty axis": [ramp([0, 3]), 2],
      "empty elsewhere": [ramp([3, 0]), 2],
      "non-finite": [values(NaN, Infinity, -Infinity), [1, 2]],
      "int32": [labels([5], 9), 2],
    },
    oracle: oracle.oracleSplit,
    gradients: ["input"],
    laws: [catGivesTheWhole, adjointIn("input", 0, split)],
    errors: [
      { args: [ramp([5]), [2, 2]], error: "ArgumentError", message: "split: sizes [2, 2] do not add up to 5, the size of axis 0" },
      { args: [ramp([5]), [6, -1]], error: "ArgumentError", message: "split: sizes [6, -1] do not add up to 5, the size of axis 0" },
      { args: [ramp([5]), 0], error: "ArgumentError", message: "split: size is 0, expected an integer of at least 1" },
      { args: [ramp([5]), 2, 1], error: "ArgumentError", message: "split: axis 1 does not exist, expected -1 … 0 for a tensor of rank 1" },
    ],
  }),
];
