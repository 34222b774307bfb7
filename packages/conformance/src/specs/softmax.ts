import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryAxis, arbitraryReduction } from "../arbitrary/axes.js";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import { keepsDType } from "../laws/dtype.js";
import { reductionLaws, type Reduce } from "../laws/reduction.js";
import { elementwise } from "../oracle/broadcast.js";
import type { Dense } from "../oracle/dense.js";
import { reduceAxes } from "../oracle/reduce-axes.js";
import { oracleLogSoftmax, oracleLogSumExp, oracleSoftmax } from "../oracle/softmax.js";
import { defineOpSpec, type Args, type ErrorCase, type Law, type OpSpec } from "../suite/spec.js";
import { smallestNormal, type Bound } from "../suite/tolerance.js";
import { groupSize } from "./reduction.js";
import { ramp, values } from "./ramp.js";
import { reductionErrors, reductionSamples } from "./reduction-samples.js";
import { refusesBool, refusesInt32 } from "./unary-spec.js";

type Axes = number | readonly number[];
const { softmax, logSoftmax, logSumExp } = core;

/** For each row: its maximum m, D = Σ p |x − m| with p its softmax, and L = log Σ e^(x − m). */
function rowsOf(x: Dense, axes: Axes | undefined) {
  const row = (value: (terms: { greatest: number; sum: number; group: number[] }) => number): Dense =>
    reduceAxes(x, axes, true, (group) => {
      const greatest = Math.max(...group);
      return value({ greatest, group, sum: group.reduce((sum, x) => sum + Math.exp(x - greatest), 0) });
    });
  return {
    greatest: row(({ greatest }) => greatest),
    distance: row(({ greatest, group, sum }) => group.reduce((total, x) => (x === -Infinity ? total : total + (Math.exp(x - greatest) * (greatest - x)) / sum), 0)),
    logSum: row(({ sum }) => Math.log(sum)),
  };
}

/**
 * In units of u, with d = x − m, n elements a row, and exp and log within 2 ulp = 4u:
 *
 * - e^d is off by |d| (what the subtraction rounded) + 4, relative; S = Σ e^d by D + 4 + (n − 1), since each term counts with its share p.
 * - softmax = e^d / S: (|d| + 4) + (D + n + 3) + 1, relative.
 * - L = log S: D + n + 3 absolute + 4L. logSoftmax = d − L: |d| + (D + n + 3 + 4L) + |result|. logSumExp = L + m: (D + n + 3 + 4L) + |result|.
 *
 * 1 % more for the products of these; f64 twice, because its oracle rounds too.
 */
function softmaxBound(size: (terms: { x: number; y: number; d: number; sum: number; logSum: number }) => number, { perRow = false } = {}): Bound {
  return ({ args, exact, unit, strictFloat }) => {
    const [x, axes] = args as [Dense, Axes | undefined];
    const { greatest, distance, logSum } = rowsOf(x, axes);
    const n = groupSize(x, axes);
    const each = perRow ? greatest : x;
    const sizes = elementwise((x, y, m, D, L) => size({ x, y: Math.abs(y), d: m - x, sum: D + n + 3, logSum: L }), each, { shape: each.shape, data: exact[0]!.data }, greatest, distance, logSum);
    const factor = 1.01 * unit * (unit < 2 ** -30 ? 2 : 1);
    return (output, element) => {
      const strict = factor * sizes.data[element]! + 4 * smallestNormal[unit]!;
      return strictFloat ? strict : Math.max(strict, 4e-6 + 8e-6 * Math.abs(exact[output]!.data[element]!));
    };
  };
}

const lines: fc.Arbitrary<Args> = arbitraryShape({ minRank: 1 })
  .chain((shape) => fc.tuple(arbitraryDense(shape, arbitraryModerate()), arbitraryAxis(shape)))
  .filter(([{ shape }, axis]) => shape.at(axis) !== 0);

const samples: Record<string, Args> = {
  "rows": [ramp([5, 7]), 1],
  "columns": [ramp([5, 7]), 0],
  "middle axis": [ramp([2, 3, 4]), 1],
  "last axis, negative": [ramp([2, 3, 5]), -1],
  "rank 5": [ramp([2, 3, 1, 3, 2]), 3],
  "long rows": [ramp([2, 131]), 1],
  "one element a row": [ramp([3, 1]), 1],
  "another axis is empty": [ramp([0, 3]), 1],
  "the axis is empty": [ramp([3, 0]), 1],
  "all equal": [values(2, 2, 2, 2, 2), 0],
  "large": [values(1000, 1001, 999.5, -1000), 0],
  "far apart": [values(0, -80, -100, -200), 0],
  "non-finite": [{ shape: [5, 3], data: [0, -Infinity, 1, NaN, 1, 2, Infinity, 1, 2, -Infinity, -Infinity, -Infinity, Infinity, -Infinity, 0] }, 1],
};

function lineErrors(name: string): readonly ErrorCase[] {
  return [
    { args: [ramp([2, 3]), 2], error: "ArgumentError", message: `${name}: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2` },
    { args: [ramp([2, 3])], error: "ArgumentError", message: `${name}: axis undefined does not exist, expected -2 … 1 for a tensor of rank 2` },
    refusesInt32(name),
    refusesBool(name, "float32 or float64"),
  ];
}

const shiftInvariant = (op: (x: Tensor, axis: number) => Tensor): Law => agree("f(x + 3) = f(x)", (x: Tensor, axis: number) => op(x.add(3), axis), op, () => 20);
const twenty = (): number => 20;

/** Exponentials that sum to 1, and their logarithms. */
export const softmaxSpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "softmax",
    op: softmax,
    inputs: ["input"],
    samples,
    arbitrary: lines,
    oracle: oracleSoftmax,
    bound: softmaxBound(({ y, d, sum }) => (y === 0 ? 0 : (d + 5 + sum) * y)),
    gradients: ["input"],
    laws: [
      keepsDType(softmax),
      shiftInvariant(softmax),
      agree("Σ softmax = 1", (x: Tensor, axis: number) => softmax(x, axis).sum(axis), (x: Tensor, axis: number) => core.onesLike(x.sum(axis))),
      agree("softmax = exp(logSoftmax)", softmax, (x: Tensor, axis: number) => logSoftmax(x, axis).exp(), twenty),
      agree("softmax(flip x) = flip softmax(x)", (x: Tensor, axis: number) => softmax(x.flip(axis), axis).flip(axis), softmax),
    ],
    errors: lineErrors("softmax"),
  }),
  defineOpSpec({
    name: "logSoftmax",
    op: logSoftmax,
    inputs: ["input"],
    samples,
    arbitrary: lines,
    oracle: oracleLogSoftmax,
    bound: softmaxBound(({ y, d, sum, logSum }) => d + sum + 4 * logSum + y),
    gradients: ["input"],
    laws: [
      keepsDType(logSoftmax),
      shiftInvariant(logSoftmax),
      agree("logSoftmax = x − logSumExp", logSoftmax, (x: Tensor, axis: number) => x.sub(logSumExp(x, axis, { keepDim: true })), twenty),
      agree("logSumExp(logSoftmax) = 0", (x: Tensor, axis: number) => logSumExp(logSoftmax(x, axis), axis), (x: Tensor, axis: number) => core.zerosLike(x.sum(axis)), twenty),
    ],
    errors: lineErrors("logSoftmax"),
  }),
  defineOpSpec({
    name: "logSumExp",
    op: logSumExp,
    inputs: ["input"],
    samples: {
      ...reductionSamples(),
      "large": samples.large!,
      "the axis is empty": [ramp([3, 0]), 1],
      "all axes of large ones": [values(1000, 1000, 1000)],
      "far apart": samples["far apart"]!,
      "non-finite": samples["non-finite"]!,
    },
    arbitrary: arbitraryReduction(arbitraryModerate(), true).map(({ inputs: { x }, axes, attributes }) => [x, axes, attributes]),
    oracle: oracleLogSumExp,
    bound: softmaxBound(({ y, sum, logSum }) => sum + 4 * logSum + y, { perRow: true }),
    gradients: ["input"],
    laws: [
      keepsDType(logSumExp),
      agree("logSumExp(x + 3) = logSumExp(x) + 3", (x: Tensor, axes?: Axes) => logSumExp(x.add(3), axes), (x: Tensor, axes?: Axes) => logSumExp(x, axes).add(3), twenty),
      agree("logSumExp = log Σ exp", logSumExp, (x: Tensor, axes?: Axes, options?: object) => core.sum(x.exp(), axes, options).log(), twenty),
      ...reductionLaws(logSumExp as Reduce, twenty),
    ],
    errors: [...reductionErrors("logSumExp"), refusesInt32("logSumExp"), refusesBool("logSumExp", "float32 or float64")],
  }),
];
