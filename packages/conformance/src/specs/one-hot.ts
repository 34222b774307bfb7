import { oneHot, type DType, type Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import { oracleOneHot } from "../oracle/creation.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type Law } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels } from "./ramp.js";

const hasItsDType: Law = {
  name: "float32, or the dtype that is asked for",
  check: async ({ args: [indices, classes], run }) => {
    for (const dtype of [undefined, "float32", "int32", "uint8"] as const) {
      await run((x: Tensor) => {
        const output = oneHot(x, classes as number, dtype === undefined ? {} : { dtype });
        if (output.dtype !== (dtype ?? "float32")) throw new ConformanceFailure(`asked for ${dtype ?? "nothing"}, got ${output.dtype}`);
        return output;
      }, indices);
    }
  },
};

const canCount = (indices: Tensor): boolean => indices.size > 0 && indices.backend.capabilities.syncRead;

const cases: fc.Arbitrary<Args> = fc.tuple(arbitraryShape({ maxRank: 3 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom<DType>("int32", "uint8")).chain(([shape, classes, dtype]) =>
  arbitraryDense(shape, fc.integer({ min: 0, max: classes - 1 })).map((indices) => [{ ...indices, dtype }, classes]));

export const oneHotSpec = defineOpSpec({
  name: "oneHot",
  op: oneHot,
  inputs: ["indices"],
  samples: {
    "vector": [labels([37], 9), 9],
    "more classes than occur": [labels([3], 2), 7],
    "matrix": [labels([4, 5], 6), 6],
    "rank 4": [labels([2, 3, 2, 2], 4), 4],
    "scalar": [{ shape: [], data: [2], dtype: "int32" }, 4],
    "uint8": [labels([7], 5, "uint8"), 5],
    "one class": [{ shape: [3], data: [0, 0, 0], dtype: "int32" }, 1],
    "as int32": [labels([5], 3), 3, { dtype: "int32" }],
    "as uint8": [labels([5], 3), 3, { dtype: "uint8" }],
    "empty": [{ shape: [0], data: [], dtype: "int32" }, 3],
  },
  arbitrary: cases,
  oracle: oracleOneHot,
  bound: exactly,
  gradients: { none: "of integers" },
  laws: [
    hasItsDType,
    agree("one 1 in each row", (x: Tensor, classes: number) => oneHot(x, classes).sum(-1), (x: Tensor) => x.cast("float32").mul(0).add(1)),
    agree("argmax(oneHot(x)) = x", (x: Tensor, classes: number) => oneHot(x, classes).argmax(-1), (x: Tensor) => x.cast("int32")),
    agree("by default as many classes as occur", (x: Tensor) => (canCount(x) ? oneHot(x) : oneHot(x, 9)), (x: Tensor) => oneHot(x, canCount(x) ? Math.max(...x.dataSync()) + 1 : 9)),
  ],
  errors: [
    { args: [bools([3]), 3], error: "DTypeError", message: "oneHot: target is bool, expected int32 or uint8 class indices" },
    { args: [{ shape: [2], dtype: "int32", data: [0, 3] }, 3], error: "ArgumentError", message: "oneHot: target 3 at 1 is not a class, expected 0 … 2", place: " at 1" },
    { args: [{ shape: [2], dtype: "int32", data: [-1, 0] }, 3], error: "ArgumentError", message: "oneHot: target -1 at 0 is not a class, expected 0 … 2", place: " at 0" },
    { args: [labels([3], 3), 0], error: "ArgumentError", message: "oneHot: classes is 0, expected an integer of at least 1" },
    { args: [labels([3], 3), 2.5], error: "ArgumentError", message: "oneHot: classes is 2.5, expected an integer of at least 1" },
    { args: [labels([0], 3)], error: "ArgumentError", message: "oneHot: no indices to count classes from, expected classes" },
    { args: [labels([3], 3), 3, { dtype: "bool" }], error: "ArgumentError", message: "oneHot: dtype bool is no number dtype" },
    { args: [labels([3], 3), 3, { dtyp: "int32" }], error: "ArgumentError", message: 'oneHot: unknown option "dtyp", expected one of dtype' },
  ],
});
