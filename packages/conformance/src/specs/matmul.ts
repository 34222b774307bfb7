import { linear, matmul } from "@convoke/core";
import { arbitraryLinear, arbitraryMatmul, type LinearCase } from "../arbitrary/matmul.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { adjointIn } from "../laws/adjoint.js";
import { linearIn, withoutBias } from "../laws/linearity.js";
import { associative, identityChangesNothing, isAProductAndASum, transposesSwap } from "../laws/matmul.js";
import type { Dense } from "../oracle/dense.js";
import * as oracle from "../oracle/index.js";
import { defineOpSpec, type Args, type OpSpec } from "../suite/spec.js";
import { productSum } from "../suite/tolerance.js";
import { labels, ramp, values } from "./ramp.js";

const product = (a: number[], b: number[]): Args => [ramp(a), ramp(b, 3)];
const layer = (input: number[], weight: [number, number], bias: boolean, options: object = {}): Args => [ramp(input), ramp(weight, 3), bias ? ramp([weight[0]], 5) : null, options];
const linearArgs = ({ inputs: { input, weight, bias }, attributes }: LinearCase): Args => [input, weight, bias, attributes];

/** Sums of `inner` products. */
const inner = (a: Dense): number => a.shape.at(-1)!;

export const matmulSpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "matmul",
    op: matmul,
    inputs: ["a", "b"],
    samples: {
      "matrices": product([3, 4], [4, 5]),
      "sizes that fill no block": product([7, 13], [13, 9]),
      "deep": product([3, 130], [130, 2]),
      "vector · vector": product([6], [6]),
      "vector · matrix": product([4], [4, 5]),
      "matrix · vector": product([3, 4], [4]),
      "vector · batch": product([4], [2, 4, 3]),
      "batch · vector": product([2, 3, 4], [4]),
      "batch · matrix": product([2, 3, 4], [4, 5]),
      "matrix · batch": product([3, 4], [2, 4, 5]),
      "batches": product([2, 3, 4], [2, 4, 5]),
      "batches that broadcast": product([2, 1, 3, 4], [3, 4, 2]),
      "batches that broadcast both ways": product([2, 1, 3, 4], [1, 3, 4, 2]),
      "one by one": product([1, 1], [1, 1]),
      "outer product": product([5, 1], [1, 7]),
      "no rows": product([0, 4], [4, 3]),
      "nothing to sum": product([3, 0], [0, 2]),
      "no batches": product([0, 3, 4], [0, 4, 2]),
      "non-finite": [{ ...values(NaN, 1, Infinity, 0, 2, -1), shape: [3, 2] }, ramp([2, 3], 3)],
    },
    arbitrary: arbitraryMatmul().map(({ inputs: { a, b } }) => [a, b]),
    smooth: arbitraryMatmul(arbitraryModerate()).map(({ inputs: { a, b } }) => [a, b]),
    oracle: oracle.oracleMatmul,
    bound: productSum(oracle.oracleMatmul, inner),
    gradients: ["a", "b"],
    laws: [linearIn("a", 0), linearIn("b", 1), adjointIn("a", 0, matmul), adjointIn("b", 1, matmul), transposesSwap, identityChangesNothing, associative],
    errors: [
      { args: product([8, 32], [16, 10]), error: "ShapeError", message: "matmul: inner sizes differ, left [8, 32] and right [16, 10]" },
      { args: product([3], [4]), error: "ShapeError", message: "matmul: inner sizes differ, left [3] and right [4]" },
      { args: product([], [3]), error: "ShapeError", message: "matmul: a scalar has no inner size, left [] and right [3]" },
      { args: product([2, 3, 4], [3, 4, 5]), error: "ShapeError", message: "matmul: shapes [2] and [3] do not broadcast" },
      { args: [labels([2, 3], 9), ramp([3, 2])], error: "DTypeError", message: "matmul: a is int32, expected float32 or float64" },
    ],
  }),
  defineOpSpec({
    name: "linear",
    op: linear,
    inputs: ["input", "weight", "bias"],
    samples: {
      "a batch": layer([4, 6], [3, 6], true),
      "no bias": layer([4, 6], [3, 6], false),
      "one sample": layer([6], [3, 6], true),
      "leading axes": layer([2, 3, 4, 5], [6, 5], true),
      "one feature in and out": layer([3, 1], [1, 1], true),
      "wide": layer([5, 37], [11, 37], true),
      "one row": layer([1, 9], [17, 9], true),
      "empty batch": layer([0, 4], [3, 4], true),
      "no features": layer([3, 0], [2, 0], true),
      "relu": layer([5, 6], [4, 6], true, { activation: "relu" }),
      "relu6": layer([5, 6], [4, 6], true, { activation: "relu6" }),
      "relu, no bias": layer([5, 6], [4, 6], false, { activation: "relu" }),
      "non-finite": [{ ...values(NaN, 1, Infinity, 0, 2, -1), shape: [3, 2] }, ramp([3, 2], 3), ramp([3], 5)],
    },
    arbitrary: arbitraryLinear(undefined, { activation: true }).map(linearArgs),
    smooth: arbitraryLinear(arbitraryModerate()).map(linearArgs),
    oracle: oracle.oracleLinear,
    bound: productSum(oracle.oracleLinear, (input: Dense) => inner(input) + 1),
    gradients: ["input", "weight", "bias"],
    laws: [linearIn("input", 0, withoutBias), linearIn("weight", 1, withoutBias), adjointIn("input", 0, linear, withoutBias), adjointIn("weight", 1, linear, withoutBias), isAProductAndASum],
    errors: [
      { args: layer([4, 30], [10, 32], false), error: "ShapeError", message: "linear: input has 30 features, but weight [10, 32] expects 32" },
      { args: layer([], [10, 32], false), error: "ShapeError", message: "linear: input has no features, but weight [10, 32] expects 32" },
      { args: [ramp([4, 3]), ramp([3])], error: "ShapeError", message: "linear: weight has shape [3], expected [outFeatures, inFeatures]" },
      { args: [ramp([4, 3]), ramp([2, 3]), ramp([3])], error: "ShapeError", message: "linear: bias has shape [3], expected [2]" },
      { args: layer([4, 3], [2, 3], true, { activation: "gelu" }), error: "ArgumentError", message: 'linear: activation is "gelu", expected one of "relu", "relu6"' },
      { args: layer([4, 3], [2, 3], true, { act: "relu" }), error: "ArgumentError", message: 'linear: unknown option "act", expected one of activation' },
      { args: [labels([4, 3], 9), ramp([2, 3])], error: "DTypeError", message: "linear: input is int32, expected float32 or float64" },
    ],
  }),
];
