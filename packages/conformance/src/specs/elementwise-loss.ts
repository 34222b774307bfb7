import { bceWithLogits, mseLoss } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryModerate, arbitraryPositive } from "../arbitrary/float.js";
import { arbitraryOptions } from "../arbitrary/options.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { classesSwap, gradientIsSigmoidMinusTarget, nothingBetweenEqual, posWeightOfOneIsNone, quadratic, symmetric } from "../laws/elementwise-loss.js";
import { reductionsAgree } from "../laws/loss.js";
import { elementwise } from "../oracle/broadcast.js";
import { sizeOf, type Dense } from "../oracle/dense.js";
import { oracleBceWithLogits, oracleMseLoss, type BceWithLogitsOptions } from "../oracle/elementwise-loss.js";
import { reduceLoss } from "../oracle/reduction-mode.js";
import { defineOpSpec, type Args, type ErrorCase, type Operand, type OpSpec } from "../suite/spec.js";
import { labels, positive, ramp, values } from "./ramp.js";
import { within } from "./within.js";

const reduction = fc.constantFrom("mean" as const, "sum" as const, "none" as const);

/** 0 … 1 with 0 and 1 themselves; sixteenths. */
const probabilities = (shape: readonly number[], salt = 1): Operand => ({ shape, data: Array.from(ramp(shape, salt).data, (value) => Math.round((value + 4) * 2) / 16) });
const arbitraryProbability = fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 1000 }).map((n) => Math.fround(n / 1000)));

const msePoints = (element: fc.Arbitrary<number>, minSize = 0): fc.Arbitrary<Args> =>
  arbitraryShape().filter((shape) => sizeOf(shape) >= minSize).chain((shape) => fc.tuple(arbitraryDense(shape, element), arbitraryDense(shape, element), arbitraryOptions({ reduction })));

/** Some sizes set to 1, some leading axes missing: it broadcasts to `shape` and does not enlarge it. */
const arbitraryBroadcastTo = (shape: readonly number[]): fc.Arbitrary<Dense> =>
  fc.tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), fc.nat({ max: shape.length })).chain(([ones, missing]) =>
    arbitraryDense(shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(missing), arbitraryPositive()),
  );

const bcePoints = (minSize = 0): fc.Arbitrary<Args> =>
  arbitraryShape().filter((shape) => sizeOf(shape) >= minSize).chain((shape) =>
    fc.tuple(
      arbitraryDense(shape, arbitraryModerate()),
      arbitraryDense(shape, arbitraryProbability),
      arbitraryOptions({ weight: arbitraryBroadcastTo(shape), posWeight: arbitraryBroadcastTo(shape), reduction }),
    ),
  );

function sharedErrors(name: string, others: string): ErrorCase[] {
  return [
    { args: [ramp([2, 3]), ramp([3, 2])], error: "ShapeError", message: `${name}: input [2, 3] and target [3, 2] differ in shape` },
    { args: [ramp([2, 3]), ramp([3])], error: "ShapeError", message: `${name}: input [2, 3] and target [3] differ in shape` },
    { args: [labels([3], 2), labels([3], 2)], error: "DTypeError", message: `${name}: input is int32, expected float32 or float64` },
    { args: [ramp([3]), ramp([3]), { reduction: "batchmean" }], error: "ArgumentError", message: `${name}: reduction is "batchmean", expected one of "mean", "sum", "none"` },
    { args: [ramp([3]), ramp([3]), { reduce: true }], error: "ArgumentError", message: `${name}: unknown option "reduce", expected one of ${others}reduction` },
  ];
}

/** n − 1 additions and a division, for the reductions. */
const reducing = (input: Dense): number => input.data.length;

/**
 * How large the terms of each loss get: weight · ((1 − t)·|x| + (1 + |posWeight − 1|·t)·|ln σ(x)|), reduced as the losses are.
 *
 * They have opposite signs where x < 0, so that their difference may be far smaller.
 */
function bceTerms(input: Dense, target: Dense, { weight, posWeight, reduction = "mean" }: BceWithLogitsOptions = {}): Dense {
  const terms = elementwise(
    (x, t, w, p) => Math.abs(w) * (Math.abs((1 - t) * x) + (1 + Math.abs((p - 1) * t)) * (Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x))))),
    input, target, weight ?? 1, posWeight ?? 1,
  );
  return reduceLoss(terms, reduction);
}

export const elementwiseLossSpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "mseLoss",
    op: mseLoss,
    inputs: ["input", "target"],
    samples: {
      "mean": [ramp([4, 5]), ramp([4, 5], 2)],
      "sum": [ramp([37]), ramp([37], 2), { reduction: "sum" }],
      "none": [ramp([2, 3, 4, 5]), ramp([2, 3, 4, 5], 2), { reduction: "none" }],
      "scalar": [ramp([]), ramp([], 2)],
      "equal": [ramp([3, 3]), ramp([3, 3])],
      "large and close": [values(1e6, -1e6, 65536), values(1e6 + 1, -1e6 - 2, 65537)],
      "empty, mean": [ramp([0, 3]), ramp([0, 3])],
      "empty, sum": [ramp([0, 3]), ramp([0, 3]), { reduction: "sum" }],
      "empty, none": [ramp([0, 3]), ramp([0, 3]), { reduction: "none" }],
      "non-finite": [values(NaN, Infinity, 1, 2), values(1, 1, -Infinity, 3), { reduction: "none" }],
    },
    arbitrary: msePoints(arbitraryFloat()),
    smooth: msePoints(arbitraryModerate(), 1),
    oracle: oracleMseLoss,
    // The subtraction and the square (of a rounded number: twice) are relative errors of terms that are never negative: 3, then the reduction.
    bound: within(oracleMseLoss, (input: Dense) => 3 + reducing(input)),
    gradients: ["input", "target"],
    laws: [reductionsAgree(({ data }) => data.length), symmetric, quadratic, nothingBetweenEqual],
    errors: sharedErrors("mseLoss", ""),
  }),
  defineOpSpec({
    name: "bceWithLogits",
    op: bceWithLogits,
    inputs: ["input", "target", "weight", "posWeight"],
    samples: {
      "mean": [ramp([4, 5]), probabilities([4, 5], 2)],
      "sum": [ramp([37]), probabilities([37], 2), { reduction: "sum" }],
      "none": [ramp([2, 3, 4, 5]), probabilities([2, 3, 4, 5], 2), { reduction: "none" }],
      "scalar": [ramp([]), probabilities([])],
      "weights of the samples": [ramp([4, 5]), probabilities([4, 5]), { weight: positive([4, 1]) }],
      "posWeight of the classes": [ramp([4, 5]), probabilities([4, 5]), { posWeight: positive([5], 2) }],
      "both, none": [ramp([4, 5]), probabilities([4, 5]), { weight: positive([5]), posWeight: positive([4, 5], 2), reduction: "none" }],
      "both null": [ramp([4]), probabilities([4]), { weight: null, posWeight: null }],
      "targets of 0 and 1": [ramp([8]), { shape: [8], data: [0, 1, 0, 1, 0, 1, 0, 1] }, { reduction: "none" }],
      "large logits do not overflow": [values(1e4, -1e4, 90, -90, 500, -500), values(0, 1, 1, 0, 0.5, 0.5), { reduction: "none" }],
      "logits near 0": [values(0, -0, 1e-6, -1e-6, 1e-30), values(0, 1, 0.5, 0.25, 1), { reduction: "none" }],
      "empty, mean": [ramp([0, 3]), ramp([0, 3])],
      "empty, sum": [ramp([0, 3]), ramp([0, 3]), { reduction: "sum" }],
      "non-finite": [values(NaN, 1, 2), values(1, NaN, 0), { reduction: "none" }],
    },
    arbitrary: bcePoints(),
    smooth: bcePoints(1),
    oracle: oracleBceWithLogits,
    // ln σ: e^−|x| 4 (2 ulp), log1p 6 (3 ulp), min, and − 1, all relative to |ln σ|, since its two terms have one sign: 11.
    // 1 + (posWeight − 1)·t: 3; its product with ln σ: 1; (1 − t)·x: 2; the difference and the weight: 2. The larger path has 17.
    bound: within(bceTerms, (input: Dense) => 17 + reducing(input), { transcendental: true }),
    gradients: ["input", "target", "weight", "posWeight"],
    laws: [reductionsAgree(({ data }) => data.length), classesSwap, posWeightOfOneIsNone, gradientIsSigmoidMinusTarget],
    errors: [
      ...sharedErrors("bceWithLogits", "weight, posWeight, "),
      { args: [ramp([2, 3]), probabilities([2, 3]), { weight: positive([4]) }], error: "ShapeError", message: "bceWithLogits: weight has shape [4], expected one that broadcasts to [2, 3]" },
      { args: [ramp([3]), probabilities([3]), { posWeight: positive([2, 3]) }], error: "ShapeError", message: "bceWithLogits: posWeight has shape [2, 3], expected one that broadcasts to [3]" },
    ],
  }),
];
