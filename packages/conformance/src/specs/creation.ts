import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import * as oracle from "../oracle/creation.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type Law, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { creationSpec, inDTypeOf, like, optionErrors, shapeErrors } from "./creation-spec.js";
import { labels, ramp } from "./ramp.js";

const none = "a constant" as const;

/** Every dtype, and the default. */
function constantSamples(): Record<string, Args> {
  return {
    "float": [like(), [2, 3]], "int32": [like("int32"), [3]], "uint8": [like("uint8"), [5]], "bool": [like("bool"), [5]], "default": [null, [4, 9]],
    "scalar": [like(), []], "empty": [like(), [0, 3]], "rank 5": [like(), [2, 1, 3, 1, 2]],
  };
}

function constant(name: "zeros" | "ones", value: number): OpSpec {
  return creationSpec({
    name,
    op: core[name],
    oracle: name === "zeros" ? oracle.oracleZeros : oracle.oracleOnes,
    samples: constantSamples(),
    arbitrary: arbitraryShape().map((shape) => [like(), shape]),
    laws: [agree(`${name} = full of ${value}`, inDTypeOf(core[name]), (scalar: Tensor, shape: number[]) => core.full(shape, value, { dtype: scalar.dtype }))],
    errors: [
      ...optionErrors(name, [[2]]),
      ...shapeErrors(name, []),
      { args: [null, [2], { dtype: "int32", requiresGrad: true }], error: "DTypeError", message: "requiresGrad: only float tensors have gradients, got int32" },
    ],
  });
}

function constantLike(name: "zerosLike" | "onesLike", value: number): OpSpec {
  const op = core[name];
  const sameDType: Law = {
    name: "has the dtype of the other",
    check: async ({ args: [x], run }) => {
      for (const dtype of [undefined, "int32", "bool"] as const) {
        await run((other: Tensor) => {
          const output = op(other);
          if (output.dtype !== other.dtype) throw new ConformanceFailure(`dtype is ${output.dtype}, expected ${other.dtype}`);
          return output;
        }, dtype === undefined ? x : { ...labels((x as Operand).shape, 2), dtype });
      }
    },
  };
  return defineOpSpec({
    name,
    op,
    inputs: ["input"],
    samples: {
      "matrix": [ramp([5, 7])], "rank 4": [ramp([2, 3, 4, 5])], "scalar": [ramp([])], "empty": [ramp([0, 3])], "int32": [labels([5], 9)], "uint8": [labels([5], 9, "uint8")],
      "another dtype": [ramp([3]), { dtype: "int32" }], "non-finite": [{ shape: [2], data: [NaN, Infinity] }],
    },
    arbitrary: arbitraryShape().map((shape) => [ramp(shape)]),
    oracle: name === "zerosLike" ? oracle.oracleZerosLike : oracle.oracleOnesLike,
    bound: exactly,
    gradients: { none },
    laws: [sameDType, agree(`${name} = full of ${value}`, op, (x: Tensor) => core.full(x.shape, value, { dtype: x.dtype }))],
    errors: [
      { args: [ramp([2]), { dtyp: "int32" }], error: "ArgumentError", message: `${name}: unknown option "dtyp", expected one of dtype, backend, requiresGrad` },
      { args: [ramp([2]), { dtype: "int32", requiresGrad: true }], error: "DTypeError", message: "requiresGrad: only float tensors have gradients, got int32" },
      { args: [3], error: "ArgumentError", message: `${name}: like must be a Tensor, got number 3` },
      { args: [[2, 3]], error: "ArgumentError", message: `${name}: like must be a Tensor, got an array` },
    ],
  });
}

/** Tensors of one value. */
export const creationSpecs: readonly OpSpec[] = [
  constant("zeros", 0),
  constant("ones", 1),
  creationSpec({
    name: "full",
    op: core.full,
    oracle: oracle.oracleFull,
    samples: {
      "float": [like(), [2, 3], -2.5], "int32": [like("int32"), [3], -7], "uint8": [like("uint8"), [5], 255], "bool": [like("bool"), [2], 1], "default": [null, [9], 0.5],
      "scalar": [like(), [], 3], "empty": [like(), [0, 3], 3], "non-finite": [like(), [3], NaN], "infinite, non-finite": [like(), [3], -Infinity],
    },
    arbitrary: fc.tuple(arbitraryShape(), arbitraryModerate()).map(([shape, value]) => [like(), shape, value]),
    laws: [agree("full(v) = v · ones", inDTypeOf(core.full), (scalar: Tensor, shape: number[], value: number) => core.ones(shape, { dtype: scalar.dtype }).mul(value))],
    errors: [
      ...optionErrors("full", [[2], 1]), ...shapeErrors("full", [], [1]),
      { args: [like("uint8"), [2], 256], error: "DTypeError", message: "full: value 256 at 0 does not fit uint8" },
      { args: [like("int32"), [2], 0.5], error: "DTypeError", message: "full: value 0.5 at 0 does not fit int32" },
      { args: [null, [2], "1"], error: "ArgumentError", message: 'full: value is "1", expected a number' },
      { args: [null, [2]], error: "ArgumentError", message: "full: value is undefined, expected a number" },
    ],
  }),
  constantLike("zerosLike", 0),
  constantLike("onesLike", 1),
];
