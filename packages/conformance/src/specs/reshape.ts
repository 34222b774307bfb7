import { flatten, reshape, squeeze, unsqueeze, type Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryAxis } from "../arbitrary/axes.js";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryReshape } from "../arbitrary/rearrange.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { adjointIn } from "../laws/adjoint.js";
import { keepsDType } from "../laws/dtype.js";
import { keepsOrder, undoneBy } from "../laws/rearrangement.js";
import type { Dense } from "../oracle/dense.js";
import * as oracle from "../oracle/index.js";
import { defineOpSpec, type Args, type Law, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";

interface Rest extends Pick<OpSpec, "name" | "samples" | "oracle" | "errors"> {
  readonly op: (...args: never[]) => Tensor;
  readonly points: (element: fc.Arbitrary<number>) => fc.Arbitrary<Args>;
}

const undoneByReshape: Law = undoneBy("reshape", (output, { args, run }) => run(reshape, output, (args[0] as Operand).shape));

/** No kernel runs, unless the strides forbid the view: exact, in order, and the reshape to the old shape goes back. */
function reshapeSpec({ points, ...rest }: Rest): OpSpec {
  return defineOpSpec({
    ...rest,
    inputs: ["input"],
    arbitrary: points(arbitraryFloat()),
    smooth: points(arbitraryModerate()),
    bound: exactly,
    gradients: ["input"],
    laws: [keepsOrder, undoneByReshape, adjointIn("input", 0, rest.op), keepsDType(rest.op, ["int32", "uint8"])],
  });
}

/** A tensor, and one of its axes if it has any. */
function withAxis(element: fc.Arbitrary<number>, minRank: number, added = 0): fc.Arbitrary<Args> {
  return arbitraryShape({ minRank }).chain((shape) => fc.tuple(arbitraryDense(shape, element), arbitraryAxis([...shape, ...Array<number>(added).fill(1)])));
}

/** Sizes of 1 are what squeeze looks for. */
function withOnes(element: fc.Arbitrary<number>): fc.Arbitrary<Args> {
  return arbitraryShape({ minRank: 1, maxSize: 2 }).chain((shape) =>
    fc.oneof(arbitraryDense(shape, element).map((input): Args => [input]), fc.tuple(arbitraryDense(shape, element), arbitraryAxis(shape))),
  );
}

function fromTo(element: fc.Arbitrary<number>): fc.Arbitrary<Args> {
  return arbitraryShape({ minRank: 1 }).chain((shape) =>
    fc.tuple(arbitraryDense(shape, element), arbitraryAxis(shape), arbitraryAxis(shape)).map(([input, one, other]) => {
      const position = (axis: number): number => (axis < 0 ? axis + shape.length : axis);
      return position(one) <= position(other) ? [input, one, other] : [input, other, one];
    }),
  );
}

/** One axis after the other, the last first, so that the positions of those before stay. */
const oracleSqueeze = (input: Dense, axis?: number | readonly number[]): Dense =>
  typeof axis === "object" ? axis.map((each) => (each < 0 ? each + input.shape.length : each)).sort((a, b) => b - a).reduce(oracle.oracleSqueeze, input) : oracle.oracleSqueeze(input, axis);

export const reshapeSpecs: readonly OpSpec[] = [
  reshapeSpec({
    name: "reshape",
    op: reshape,
    samples: {
      "merge axes": [ramp([2, 3, 4, 5]), [6, 20]],
      "split an axis": [ramp([24]), [2, 3, 4]],
      "regroup": [ramp([4, 6]), [3, 8]],
      "inferred size": [ramp([2, 3, 4]), [4, -1]],
      "same shape": [ramp([3, 5]), [3, 5]],
      "scalar to [1, 1]": [ramp([]), [1, 1]],
      "one element to scalar": [ramp([1, 1, 1]), []],
      "rank 6": [ramp([2, 3, 2, 3]), [2, 1, 3, 2, 1, 3]],
      "empty": [ramp([0, 3]), [5, 0]],
      "empty, inferred size": [ramp([2, 0]), [-1, 2]],
      "non-finite": [{ ...values(NaN, Infinity, -Infinity, -0, 1, 2), shape: [2, 3] }, [3, 2]],
      "int32": [labels([3, 4], 9), [2, 6]],
      "uint8": [labels([3, 4], 200, "uint8"), [12]],
    },
    points: (element) => arbitraryReshape(element).map(({ inputs, shape }) => [inputs.x, shape]),
    oracle: oracle.oracleReshape,
    errors: [
      { args: [ramp([2, 3, 4]), [5, 5]], error: "ShapeError", message: "reshape: cannot view [2, 3, 4] (24 elements) as [5, 5] (25 elements)" },
      { args: [ramp([2, 3]), [4, -1]], error: "ShapeError", message: "reshape: cannot view [2, 3] (6 elements) as [4, -1]" },
      { args: [ramp([0, 3]), [0, -1]], error: "ShapeError", message: "reshape: cannot view [0, 3] (0 elements) as [0, -1]" },
      { args: [ramp([2, 3]), [-1, -1]], error: "ArgumentError", message: "reshape: [-1, -1] has more than one -1" },
      { args: [ramp([2, 3]), [-2, 3]], error: "ArgumentError", message: "reshape: a size is -2, expected an integer of at least -1" },
      { args: [ramp([2, 3]), [1.5, 4]], error: "ArgumentError", message: "reshape: a size is 1.5, expected an integer of at least -1" },
    ],
  }),
  reshapeSpec({
    name: "flatten",
    op: flatten,
    samples: {
      "all axes": [ramp([2, 3, 4])],
      "from axis 1": [ramp([2, 3, 4, 5]), 1],
      "the middle, negative end": [ramp([2, 3, 4, 5]), 1, -2],
      "one axis": [ramp([2, 3]), 1, 1],
      "scalar": [ramp([])],
      "vector": [ramp([7])],
      "empty": [ramp([2, 0, 3]), 1],
      "bool": [bools([2, 3])],
    },
    points: fromTo,
    oracle: oracle.oracleFlatten,
    errors: [
      { args: [ramp([2, 3, 4]), 2, 1], error: "ArgumentError", message: "flatten: startAxis 2 lies behind endAxis 1" },
      { args: [ramp([2, 3, 4]), 3], error: "ArgumentError", message: "flatten: axis 3 does not exist, expected -3 … 2 for a tensor of rank 3" },
      { args: [ramp([2, 3, 4]), 0, -4], error: "ArgumentError", message: "flatten: axis -4 does not exist, expected -3 … 2 for a tensor of rank 3" },
    ],
  }),
  reshapeSpec({
    name: "squeeze",
    op: squeeze,
    samples: {
      "every axis of size 1": [ramp([1, 3, 1, 4, 1])],
      "one axis": [ramp([1, 3, 1, 4]), 2],
      "one axis, negative": [ramp([1, 3, 1, 4]), -2],
      "an axis that is larger": [ramp([1, 3]), 1],
      "several axes": [ramp([1, 3, 1, 1, 4]), [0, -2, 1]],
      "scalar": [ramp([])],
      "to a scalar": [ramp([1, 1])],
      "empty": [ramp([1, 0, 1])],
      "int32": [labels([2, 1], 9)],
    },
    points: withOnes,
    oracle: oracleSqueeze,
    errors: [
      { args: [ramp([1, 3]), 2], error: "ArgumentError", message: "squeeze: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2" },
      { args: [ramp([1, 3]), [0, -3]], error: "ArgumentError", message: "squeeze: axis -3 does not exist, expected -2 … 1 for a tensor of rank 2" },
    ],
  }),
  reshapeSpec({
    name: "unsqueeze",
    op: unsqueeze,
    samples: {
      "first": [ramp([3, 4]), 0],
      "between": [ramp([3, 4, 5, 2]), 2],
      "behind the last": [ramp([3, 4]), 2],
      "negative": [ramp([3, 4]), -1],
      "negative first": [ramp([3, 4]), -3],
      "scalar": [ramp([]), 0],
      "empty": [ramp([0, 3]), 1],
      "int32": [labels([5], 9), 1],
    },
    points: (element) => withAxis(element, 0, 1),
    oracle: oracle.oracleUnsqueeze,
    errors: [
      { args: [ramp([3, 4]), 3], error: "ArgumentError", message: "unsqueeze: axis 3 does not exist, expected -3 … 2 for a tensor of rank 3" },
      { args: [ramp([3, 4]), 0.5], error: "ArgumentError", message: "unsqueeze: axis 0.5 does not exist, expected -3 … 2 for a tensor of rank 3" },
    ],
  }),
];
