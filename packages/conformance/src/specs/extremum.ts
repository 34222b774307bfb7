import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryAxis, arbitraryReduction } from "../arbitrary/axes.js";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryTie } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import { givesDType, keepsDType } from "../laws/dtype.js";
import { reductionLaws, type Reduce } from "../laws/reduction.js";
import * as oracle from "../oracle/extremum.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type Law, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { arbitraryDistinct } from "./distinct.js";
import { ramp, values } from "./ramp.js";
import { reductionErrors, reductionSamples } from "./reduction-samples.js";
import { refusesBool } from "./unary-spec.js";

type Axes = number | readonly number[];
type Options = { readonly keepDim?: boolean };
const { max, min, argmax, argmin } = core;

const element = fc.oneof(arbitraryTie(), arbitraryFloat());
const reductions: fc.Arbitrary<Args> = arbitraryReduction(element, true).map(({ inputs: { x }, axes, attributes }) => [x, axes, attributes]);
const distinct: fc.Arbitrary<Args> = arbitraryReduction(fc.constant(0), true)
  .filter(({ inputs: { x } }) => x.data.length <= 64)
  .chain(({ inputs: { x }, axes, attributes }) => arbitraryDistinct(x.shape).map((input) => [input, axes, attributes]));
const nonFinite: Args = [{ shape: [5, 3], data: [1, NaN, 2, NaN, 5, NaN, Infinity, 1, -Infinity, -Infinity, -Infinity, -Infinity, Infinity, NaN, -Infinity] }, 1];

const samples = {
  ...reductionSamples(),
  "ties": [{ shape: [3, 4], data: [1, 3, 3, 2, 0, -0, 0, 0, 5, 5, 5, 5] }, 1],
  "negative only": [values(-3, -1, -2)],
  "int32": [{ shape: [2, 3], dtype: "int32" as const, data: [5, -7, 5, -1, -1, -2] }, 1],
  "uint8": [{ shape: [4], dtype: "uint8" as const, data: [7, 0, 255, 128] }],
  "non-finite": nonFinite,
};

function extremum(name: "max" | "min", definition: OpSpec["oracle"], laws: readonly Law[]): OpSpec {
  return defineOpSpec({
    name,
    op: core[name],
    inputs: ["input"],
    samples,
    arbitrary: reductions,
    smooth: distinct,
    oracle: definition,
    bound: exactly,
    gradients: ["input"],
    laws: [keepsDType(core[name], ["int32", "uint8"]), ...laws, ...reductionLaws(core[name] as Reduce)],
    errors: [
      ...reductionErrors(name),
      refusesBool(name, "a number dtype"),
      { args: [ramp([0, 3]), 0], error: "ShapeError", message: `${name}: axis 0 of [0, 3] is empty` },
      { args: [ramp([3, 0])], error: "ShapeError", message: `${name}: axis 1 of [3, 0] is empty` },
    ],
  });
}

/** One axis or none, with something in it. */
const lines: fc.Arbitrary<Args> = arbitraryShape({ maxSize: 4 }).chain((shape) => {
  const axis = shape.length === 0 ? fc.constant(undefined) : fc.oneof(fc.constant(undefined), arbitraryAxis(shape));
  return fc.tuple(arbitraryDense(shape, element), axis, fc.constantFrom<Options>({}, { keepDim: true }, { keepDim: false }));
}).filter(([x, axis]) => (axis === undefined ? x.data.length > 0 : x.shape.at(axis)! > 0));

/** The elements at the positions, one along each axis line, are the extremes. */
function picks(name: "max" | "min", arg: (x: Tensor, axis?: number, options?: Options) => Tensor): Law {
  return {
    name: `points at the ${name}`,
    check: async ({ args, run, expectClose }) => {
      const [x, axis] = args as unknown as [Operand, number | undefined];
      const flat = axis === undefined || x.shape.length === 0 ? { ...x, shape: [x.data.length] } : x;
      const along = flat === x ? axis! : 0;
      const picked = (input: Tensor): Tensor => {
        const classes = core.oneHot(arg(input, along), input.shape.at(along)!, { dtype: input.dtype });
        const moved = core.permute(input, [...input.shape.keys()].filter((k) => k !== (along + input.rank) % input.rank).concat((along + input.rank) % input.rank));
        return moved.mul(classes).sum(-1);
      };
      expectClose("x at argument and extreme", await run(picked, flat), await run((input: Tensor) => core[name](input, along), flat), 0);
    },
  };
}

/** Of equal elements the first: in ones repeated, 0 everywhere. */
function firstWins(arg: (x: Tensor, axis?: number, options?: Options) => Tensor): Law {
  return {
    name: "the first of equal ones",
    check: async ({ args, run }) => {
      const { data } = await run((x: Tensor, axis?: number) => arg(core.onesLike(x), axis), ...args);
      if (Array.from(data).some((index) => index !== 0)) throw new ConformanceFailure(`in a tensor of ones the positions are ${Array.from(data).join(", ")}, expected 0`);
    },
  };
}

function argument(name: "argmax" | "argmin", definition: OpSpec["oracle"], extreme: "max" | "min"): OpSpec {
  const op = core[name];
  const other = name === "argmax" ? argmin : argmax;
  return defineOpSpec({
    name,
    op,
    inputs: ["input"],
    samples: {
      "flat": [ramp([2, 3, 4])], "flat, kept": [ramp([2, 3, 4]), undefined, { keepDim: true }], "first axis": [ramp([5, 7]), 0], "middle axis": [ramp([2, 3, 4]), 1],
      "last axis, kept": [ramp([2, 3, 5]), -1, { keepDim: true }], "rank 5": [ramp([2, 3, 1, 3, 2]), 3], "long rows": [ramp([3, 131]), 1], "scalar": [ramp([])],
      "a kept axis is empty": [ramp([0, 3]), 1], "ties": samples.ties, "int32": samples.int32, "uint8": [samples.uint8[0]!, 0], "non-finite": nonFinite,
      "least int32": [{ shape: [3], dtype: "int32", data: [5, -(2 ** 31), 2 ** 31 - 1] }],
    },
    arbitrary: lines,
    oracle: definition,
    bound: exactly,
    gradients: { none: "the result is int32" },
    laws: [
      givesDType(op, "int32", ["int32", "uint8"]),
      agree(`${name}(x) = ${other === argmin ? "argmin" : "argmax"}(−x)`, op, (x: Tensor, axis?: number, options?: Options) => other(x.neg(), axis, options)),
      picks(extreme, op),
      firstWins(op),
    ],
    errors: [
      { args: [ramp([2, 3]), 2], error: "ArgumentError", message: `${name}: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2` },
      { args: [ramp([0, 3]), 0], error: "ShapeError", message: `${name}: axis 0 of [0, 3] is empty` },
      { args: [ramp([]), 0], error: "ArgumentError", message: `${name}: a scalar has no axis` },
      { args: [ramp([2, 3]), 0, { keepdim: true }], error: "ArgumentError", message: `${name}: unknown option "keepdim", expected one of keepDim` },
      refusesBool(name, "a number dtype"),
    ],
  });
}

/** The greatest and the least, and where they are. */
export const extremumSpecs: readonly OpSpec[] = [
  extremum("max", oracle.oracleMax, [agree("max x = −min(−x)", max, (x: Tensor, axes?: Axes, options?: Options) => min(x.neg(), axes, options).neg())]),
  extremum("min", oracle.oracleMin, [agree("min x = −max(−x)", min, (x: Tensor, axes?: Axes, options?: Options) => max(x.neg(), axes, options).neg())]),
  argument("argmax", oracle.oracleArgmax, "max"),
  argument("argmin", oracle.oracleArgmin, "min"),
];
