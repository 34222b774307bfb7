import * as core from "@convoke/core";
import type { DType, Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import { keepsDType } from "../laws/dtype.js";
import { linearIn } from "../laws/linearity.js";
import type { Dense } from "../oracle/dense.js";
import { oracleCast } from "../oracle/rounding.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type Law, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";
import { refusesNumbers } from "./unary-spec.js";

const { cast, clone, detach } = core;
const arrays = (element: fc.Arbitrary<number>): fc.Arbitrary<Args> => arbitraryShape().chain((shape) => arbitraryDense(shape, element).map((input) => [input]));
const same = (x: Dense): Dense => x;
const dtypes = ["int32", "uint8"] as const;

/** Whatever it holds and however it lies. */
const copied = {
  "vector of 37": [ramp([37])], "rank 5": [ramp([2, 1, 3, 1, 2])], "scalar": [ramp([])], "empty": [ramp([0, 3])], "int32": [labels([3, 5], 9)], "uint8": [labels([7], 9, "uint8")],
  "bool": [bools([9])], "longer than a block copy": [ramp([3, 5, 70])], "non-finite": [values(NaN, Infinity, -Infinity, -0)],
};

/** Floats stay as they are: that float32 rounds, the comparison sees to. */
function definition(x: Dense, dtype: DType): Dense {
  return dtype === "float32" || dtype === "float64" ? x : oracleCast(x, dtype);
}

const statesItsDType: Law = {
  name: "has the dtype it was asked for",
  check: async ({ args, run }) => {
    const [input] = args as [Dense];
    for (const dtype of ["float32", "int32", "bool"] as const) {
      await run((x: Tensor) => {
        const output = cast(x, dtype);
        if (output.dtype !== dtype) throw new ConformanceFailure(`cast to ${dtype} gave ${output.dtype}`);
        return output;
      }, input);
    }
  },
};

/** cast(cast(x, "float64"), "float32") = x, where the backend has float64. */
const widens: Law = agree("float32 → float64 → float32", (x: Tensor) => (x.backend.capabilities.dtypes.has("float64") ? cast(cast(x, "float64"), x.dtype) : clone(x)), clone);

const ownStorage: Law = {
  name: "outlives what it was copied from",
  check: async ({ args, run, expectClose }) => {
    const copyThenDispose = (x: Tensor): Tensor => {
      const copy = clone(x);
      x.dispose();
      core.ones([copy.size], { dtype: copy.dtype, backend: copy.backend }).dispose();
      return copy;
    };
    expectClose("clone", await run(copyThenDispose, ...args), await run(clone, ...args), 0);
  },
};

const isLeaf: Law = {
  name: "has no history",
  check: async ({ args, run }) => {
    await run((x: Tensor) => {
      const parent = clone(x);
      parent.requiresGrad = true;
      const output = detach(parent.mul(2));
      if (output.requiresGrad || !output.isLeaf) throw new ConformanceFailure("detach: the result still requires a gradient");
      return output;
    }, ...args);
  },
};

/** The same values in another dtype, in storage of their own, without history. */
export const copySpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "cast",
    op: cast,
    inputs: ["input"],
    samples: {
      "to float32": [ramp([5, 7]), "float32"],
      "to int32": [values(0, -0, 1.75, -1.75, 0.9375, -0.9375, 2.5, -1e6, 1e6, 2 ** 30), "int32"],
      "to uint8": [values(0, 1.75, 254.9375, 255, 0.5), "uint8"],
      "to bool": [values(0, -0, 0.25, -3, 2 ** -100), "bool"],
      "non-finite to bool": [values(NaN, Infinity, -Infinity), "bool"],
      "non-finite to float32": [values(NaN, Infinity, -Infinity), "float32"],
      "int32 to float32": [labels([3, 5], 9), "float32"],
      "int32 to uint8 wraps": [{ shape: [4], dtype: "int32", data: [256, 257, 511, -1] }, "uint8"],
      "int32 to bool": [{ shape: [4], dtype: "int32", data: [0, 1, 256, -1] }, "bool"],
      "uint8 to int32": [{ shape: [3], dtype: "uint8", data: [0, 128, 255] }, "int32"],
      "uint8 to float32": [{ shape: [3], dtype: "uint8", data: [0, 128, 255] }, "float32"],
      "bool to float32": [bools([9]), "float32"],
      "bool to int32": [bools([2, 3, 2]), "int32"],
      "to its own dtype": [labels([7], 9), "int32"],
      "scalar": [ramp([]), "int32"],
      "empty": [ramp([0, 3]), "int32"],
    },
    arbitrary: fc.tuple(arrays(arbitraryModerate()), fc.constantFrom("float32", "int32", "bool")).map(([[input], dtype]) => [input, dtype]),
    smooth: arrays(arbitraryModerate()).map(([input]) => [input, "float32"]),
    oracle: definition,
    bound: exactly,
    gradients: ["input"],
    laws: [statesItsDType, widens, agree("float → int32 → float truncates", (x: Tensor) => cast(cast(x, "int32"), x.dtype), (x: Tensor) => x.sign().mul(x.abs().floor()))],
    errors: [
      { args: [ramp([2]), "float16"], error: "ArgumentError", message: 'cast: dtype is "float16", expected one of "float32", "float64", "int32", "uint8", "bool"' },
      { args: [ramp([2])], error: "ArgumentError", message: 'cast: dtype is undefined, expected one of "float32", "float64", "int32", "uint8", "bool"' },
      { args: [[1, 2], "int32"], error: "ArgumentError", message: "cast: input must be a Tensor, got an array" },
      { args: [3, "int32"], error: "ArgumentError", message: "cast: input must be a Tensor, got number 3" },
    ],
  }),
  defineOpSpec({
    name: "clone",
    op: clone,
    inputs: ["input"],
    samples: copied,
    arbitrary: arrays(arbitraryFloat()),
    smooth: arrays(arbitraryModerate()),
    oracle: same,
    bound: exactly,
    gradients: ["input"],
    laws: [keepsDType(clone, dtypes), linearIn("input", 0), ownStorage],
    errors: refusesNumbers("clone"),
    noGolden: "the identity",
  }),
  defineOpSpec({
    name: "detach",
    op: detach,
    inputs: ["input"],
    samples: copied,
    arbitrary: arrays(arbitraryFloat()),
    oracle: same,
    bound: exactly,
    gradients: { none: "cutting the gradient is what it is for; the law sees to it" },
    laws: [keepsDType(detach, dtypes), isLeaf],
    errors: refusesNumbers("detach"),
    noGolden: "the identity",
  }),
];
