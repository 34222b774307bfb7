import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryWhere } from "../arbitrary/broadcast.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import { keepsDType } from "../laws/dtype.js";
import { oracleWhere } from "../oracle/logical.js";
import { defineOpSpec, type Args } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";

type Value = Tensor | number;
const { where } = core;

/** A condition with tensors, or with a number on one side. */
const calls: fc.Arbitrary<Args> = fc.tuple(arbitraryWhere(arbitraryModerate()), fc.constantFrom("tensors", "tensors", "number first", "number second")).map(([{ inputs }, form]) => {
  const condition = { ...inputs.condition, dtype: "bool" };
  if (form === "number first") return [condition, 1.5, inputs.b];
  return form === "number second" ? [condition, inputs.a, -0.25] : [condition, inputs.a, inputs.b];
});

export const whereSpec = defineOpSpec({
  name: "where",
  op: where,
  inputs: ["condition", "a", "b"],
  samples: {
    "same shape": [bools([5, 7]), ramp([5, 7]), ramp([5, 7], 2)],
    "all three repeat": [bools([3, 1, 5]), ramp([4, 1]), ramp([3, 1, 1], 2)],
    "scalar condition": [bools([]), ramp([2, 3, 4, 5]), ramp([5], 2)],
    "scalars": [bools([], 2), ramp([]), ramp([], 2)],
    "rank 5": [bools([2, 1, 3, 1, 2]), ramp([2, 1, 3, 1, 1]), ramp([3, 4, 2])],
    "empty": [bools([0, 3]), ramp([3]), ramp([1, 3])],
    "number first": [bools([37]), 1.5, ramp([37])],
    "number second": [bools([6, 5]), ramp([5]), -2],
    "int32": [bools([3, 5]), labels([5], 9), labels([3, 1], 4)],
    "int32 and a number": [bools([9]), labels([9], 9), -3],
    "uint8": [bools([9]), labels([9], 9, "uint8"), labels([9], 4, "uint8")],
    "bool": [bools([9]), bools([9], 2), bools([9], 3)],
    "non-finite": [{ shape: [6], dtype: "bool", data: [1, 0, 1, 0, 1, 0] }, values(NaN, NaN, Infinity, 1, -Infinity, -0), values(1, -Infinity, NaN, NaN, 2, Infinity)],
  },
  arbitrary: calls,
  oracle: oracleWhere,
  bound: exactly,
  gradients: ["a", "b"],
  laws: [
    keepsDType((condition: Tensor, a: Value, b: Value) => where(condition, typeof a === "number" ? 1 : a, typeof b === "number" ? 1 : b), ["int32", "uint8"]),
    agree("where(c, a, b) = where(not c, b, a)", where, (condition: Tensor, a: Value, b: Value) => where(condition.logicalNot(), b, a)),
    agree("where(c, a, b) = c · a + (1 − c) · b", where, (condition: Tensor, a: Value, b: Value) => {
      const like = (typeof a === "number" ? b : a) as Tensor;
      const share = condition.cast(like.dtype);
      return core.add(core.mul(share, a), core.mul(core.sub(1, share), b));
    }),
  ],
  errors: [
    { args: [labels([2], 2), ramp([2]), ramp([2])], error: "DTypeError", message: "where: condition is int32, expected bool" },
    { args: [bools([2]), labels([2], 5), labels([2], 5, "uint8")], error: "DTypeError", message: "where: a is int32, but b is uint8" },
    { args: [bools([2]), ramp([2, 3]), ramp([3, 2])], error: "ShapeError", message: "where: shapes [2, 3] and [3, 2] do not broadcast" },
    { args: [bools([4]), ramp([2, 3]), ramp([3])], error: "ShapeError", message: "where: shapes [4] and [2, 3] do not broadcast" },
    { args: [bools([2]), 1, 2], error: "ArgumentError", message: "where: a and b are both numbers, expected a Tensor" },
    { args: [bools([2]), 1.5, labels([2], 5)], error: "DTypeError", message: "where: a number 1.5 does not fit int32" },
    { args: [bools([2]), labels([2], 5, "uint8"), -1], error: "DTypeError", message: "where: a number -1 does not fit uint8" },
    { args: [bools([2]), ramp([2])], error: "ArgumentError", message: "where: b must be a Tensor or a number, got undefined" },
    { args: [bools([2]), "1", ramp([2])], error: "ArgumentError", message: "where: a must be a Tensor or a number, got string 1" },
    { args: [true, ramp([2]), ramp([2])], error: "ArgumentError", message: "where: condition must be a Tensor, got boolean true" },
  ],
});
