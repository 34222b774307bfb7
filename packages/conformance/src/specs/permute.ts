import { flip, permute, rot180, transpose, type Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryAxis } from "../arbitrary/axes.js";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryPermute } from "../arbitrary/rearrange.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { adjointIn } from "../laws/adjoint.js";
import { keepsDType } from "../laws/dtype.js";
import { involution, keepsElements, undoneBy } from "../laws/rearrangement.js";
import * as oracle from "../oracle/index.js";
import { defineOpSpec, type Args, type Law, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";

interface Rest extends Pick<OpSpec, "name" | "samples" | "oracle" | "errors"> {
  readonly op: (...args: never[]) => Tensor;
  readonly points: (element: fc.Arbitrary<number>) => fc.Arbitrary<Args>;
  readonly law: Law;
}

/** A view: every element once, somewhere else. */
function rearrangementSpec({ points, law, ...rest }: Rest): OpSpec {
  return defineOpSpec({
    ...rest,
    inputs: ["input"],
    arbitrary: points(arbitraryFloat()),
    smooth: points(arbitraryModerate()),
    bound: exactly,
    gradients: ["input"],
    laws: [keepsElements, law, adjointIn("input", 0, rest.op), keepsDType(rest.op, ["int32", "uint8"])],
  });
}

const inverse = (axes: readonly number[]): number[] => axes.map((_, axis) => axes.findIndex((source) => (source < 0 ? source + axes.length : source) === axis));

/** Some axes, each counted from the start or from the end. */
function flipped(element: fc.Arbitrary<number>): fc.Arbitrary<Args> {
  return arbitraryShape({ minRank: 1 }).chain((shape) =>
    fc.tuple(
      arbitraryDense(shape, element),
      fc.oneof(arbitraryAxis(shape), fc.subarray([...shape.keys()], { minLength: 1 }), fc.shuffledSubarray(shape.map((_, axis) => axis - shape.length), { minLength: 1 })),
    ),
  );
}

export const permuteSpecs: readonly OpSpec[] = [
  rearrangementSpec({
    name: "permute",
    op: permute,
    samples: {
      "matrix": [ramp([3, 5]), [1, 0]],
      "a cycle": [ramp([2, 3, 4]), [1, 2, 0]],
      "NCHW to NHWC": [ramp([2, 3, 4, 5]), [0, 2, 3, 1]],
      "negative axes": [ramp([2, 3, 4]), [-1, 0, -2]],
      "identity": [ramp([2, 3]), [0, 1]],
      "rank 5": [ramp([2, 1, 3, 2, 2]), [4, 2, 0, 1, 3]],
      "scalar": [ramp([]), []],
      "vector": [ramp([5]), [0]],
      "empty": [ramp([2, 0, 3]), [2, 0, 1]],
      "non-finite": [{ ...values(NaN, Infinity, -Infinity, -0, 1, 2), shape: [2, 3] }, [1, 0]],
      "int32": [labels([2, 3], 9), [1, 0]],
    },
    points: (element) => arbitraryPermute(element).map(({ inputs, axes }) => [inputs.x, axes]),
    oracle: oracle.oraclePermute,
    law: undoneBy("the inverse permutation", (output, { args, apply }) => apply(output, inverse(args[1] as number[]))),
    errors: [
      { args: [ramp([2, 3, 4]), [0, 1]], error: "ArgumentError", message: "permute: axes [0, 1] must name each axis of [2, 3, 4] once" },
      { args: [ramp([2, 3, 4]), [0, 1, -2]], error: "ArgumentError", message: "permute: axes [0, 1, -2] must name each axis of [2, 3, 4] once" },
      { args: [ramp([2, 3]), [0, 2]], error: "ArgumentError", message: "permute: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2" },
    ],
  }),
  rearrangementSpec({
    name: "transpose",
    op: transpose,
    samples: {
      "matrix": [ramp([3, 5]), 0, 1],
      "outer axes": [ramp([2, 3, 4, 5]), 0, 3],
      "negative axes": [ramp([2, 3, 4]), -1, -2],
      "one axis with itself": [ramp([2, 3]), 1, -1],
      "empty": [ramp([0, 3]), 0, 1],
      "bool": [bools([2, 3]), 0, 1],
    },
    points: (element) => arbitraryShape({ minRank: 1 }).chain((shape) => fc.tuple(arbitraryDense(shape, element), arbitraryAxis(shape), arbitraryAxis(shape))),
    oracle: oracle.oracleTranspose,
    law: involution,
    errors: [
      { args: [ramp([2, 3]), 0, 2], error: "ArgumentError", message: "transpose: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2" },
      { args: [ramp([2, 3]), -3, 0], error: "ArgumentError", message: "transpose: axis -3 does not exist, expected -2 … 1 for a tensor of rank 2" },
    ],
  }),
  rearrangementSpec({
    name: "flip",
    op: flip,
    samples: {
      "vector": [ramp([7]), 0],
      "left and right": [ramp([2, 3, 4]), -1],
      "two axes": [ramp([2, 3, 4]), [0, 2]],
      "every axis of rank 4": [ramp([2, 3, 4, 5]), [3, -2, 0, 1]],
      "size 1": [ramp([1, 3]), 0],
      "no axis": [ramp([2, 3]), []],
      "scalar": [ramp([]), []],
      "empty": [ramp([0, 3]), [0, 1]],
      "non-finite": [values(NaN, Infinity, -Infinity, -0), 0],
      "uint8": [labels([2, 3], 200, "uint8"), 1],
    },
    points: flipped,
    oracle: oracle.oracleFlip,
    law: involution,
    errors: [
      { args: [ramp([2, 3]), 2], error: "ArgumentError", message: "flip: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2" },
      { args: [ramp([2, 3]), [1, -1]], error: "ArgumentError", message: "flip: an axis is repeated in [1,-1]" },
    ],
  }),
  rearrangementSpec({
    name: "rot180",
    op: rot180,
    samples: {
      "matrix": [ramp([3, 5])],
      "kernels": [ramp([2, 3, 3, 4])],
      "one row": [ramp([1, 5])],
      "empty": [ramp([2, 0, 3])],
      "int32": [labels([2, 3], 9)],
    },
    points: (element) => arbitraryShape({ minRank: 2 }).chain((shape) => fc.tuple(arbitraryDense(shape, element))),
    oracle: oracle.oracleRot180,
    law: involution,
    errors: [
      { args: [ramp([3])], error: "ArgumentError", message: "rot180: input has shape [3], expected at least two axes" },
      { args: [ramp([])], error: "ArgumentError", message: "rot180: input has shape [], expected at least two axes" },
    ],
  }),
];
