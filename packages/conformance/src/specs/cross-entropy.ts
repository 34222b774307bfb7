import { crossEntropy, nllLoss } from "@convoke/core";
import { arbitraryCrossEntropy, type CrossEntropyCase } from "../arbitrary/cross-entropy.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { adjointIn } from "../laws/adjoint.js";
import {
  countedWeight, equalLogitsGiveLogC, isNllOfLogSoftmax, meanIgnoresTheScaleOfWeights, oneHotIsAnIndex, shiftsOfLogitsCancel, smoothingInterpolates,
} from "../laws/cross-entropy.js";
import { linearIn } from "../laws/linearity.js";
import { reductionsAgree } from "../laws/loss.js";
import { elementwise } from "../oracle/broadcast.js";
import { oracleCrossEntropy, type CrossEntropyOptions } from "../oracle/cross-entropy.js";
import type { Dense } from "../oracle/dense.js";
import { oracleNllLoss, type NllLossOptions } from "../oracle/nll-loss.js";
import { oracleSoftmax } from "../oracle/softmax.js";
import { defineOpSpec, type Args, type ErrorCase, type Operand, type OpSpec } from "../suite/spec.js";
import { bools } from "./bools.js";
import { labels, positive, ramp, values } from "./ramp.js";
import { within } from "./within.js";

const indices = (...data: number[]): Operand => ({ shape: [data.length], dtype: "int32", data });
/** Class indices with −100 at every third place. */
const partlyIgnored = (shape: readonly number[], below: number): Operand => {
  const target = labels(shape, below);
  return { ...target, data: Array.from(target.data, (label, i) => (i % 3 === 1 ? -100 : label)) };
};
const distribution = (shape: readonly number[]): Operand => oracleSoftmax(ramp(shape, 2), shape.length === 1 ? 0 : 1);

const callOf = ({ inputs: { input, target, weight }, targetKind, attributes }: CrossEntropyCase): Args => [
  input,
  targetKind === "indices" ? { ...target, dtype: "int32" } : target,
  { ...attributes, weight },
];
const withoutSmoothing = ({ attributes: { labelSmoothing: _, ...attributes }, ...rest }: CrossEntropyCase): CrossEntropyCase => ({ ...rest, attributes });
const indexCases = arbitraryCrossEntropy(arbitraryModerate()).filter(({ targetKind }) => targetKind === "indices").map(withoutSmoothing);

/** Weights of at least ½: the mean divides by their sum. */
const withModerateWeights = ({ inputs: { weight, ...inputs }, ...rest }: CrossEntropyCase): CrossEntropyCase => ({
  ...rest,
  inputs: { ...inputs, weight: weight && { ...weight, data: Array.from(weight.data, (value) => Math.fround(value + 0.5)) } },
});
/** Some place counts: the mean of none is NaN, which has no slope. */
const somethingCounts = ([input, target, options]: Args): boolean =>
  (input as Operand).data.length > 0 && countedWeight(input as Operand, target as Operand, options as NllLossOptions) > 0;

/** The same call with no place ignored, so that absolute values are class indices too. */
function nothingIgnored(args: Args): Args {
  const [input, target, { ignoreIndex = -100, ...options }] = args as unknown as readonly [Operand, Operand, NllLossOptions];
  return [input, { ...target, data: Array.from(target.data, (label) => (label === ignoreIndex ? 0 : label)) }, options];
}

const classesOf = ({ shape }: Dense): number => shape[shape.length === 1 ? 0 : 1]!;
/** Additions over all places, of the losses and of their weights, and the division. */
const reducing = (input: Dense): number => (2 * input.data.length) / Math.max(1, classesOf(input)) + 1;

/** −Σ weight · |ln p|: the terms of nllLoss without their signs. */
const nllTerms = (input: Dense, target: Dense, options: NllLossOptions = {}): Dense => oracleNllLoss(elementwise((value) => -Math.abs(value), input), target, options);

/** Σ target · weight · (|ln p| + ln C), reduced as the losses are: the loss and, since equal logits have ln p = −ln C everywhere, that of equal logits. */
function crossEntropyTerms(input: Dense, target: Dense, options: CrossEntropyOptions = {}): Dense {
  const loss = oracleCrossEntropy(input, target, options);
  return elementwise((one, other) => one + other, loss, oracleCrossEntropy(elementwise(() => 0, input), target, options));
}

function sharedErrors(name: string, known: string): ErrorCase[] {
  return [
    { args: [ramp([4, 10]), labels([3], 10)], error: "ShapeError", message: `${name}: target has shape [3], expected [4] for input [4, 10]` },
    { args: [ramp([2, 5, 3, 4]), labels([2, 3], 5)], error: "ShapeError", message: `${name}: target has shape [2, 3], expected [2, 3, 4] for input [2, 5, 3, 4]` },
    { args: [ramp([5]), labels([1], 5)], error: "ShapeError", message: `${name}: target has shape [1], expected [] for input [5]` },
    { args: [ramp([]), labels([], 5)], error: "ShapeError", message: `${name}: input is a scalar, expected [batch, classes], [classes] or [batch, classes, …]` },
    { args: [ramp([4, 10]), indices(5, 0, 4, 10)], error: "ArgumentError", message: `${name}: target 10 at 3 is not a class, expected 0 … 9 or ignoreIndex -100`, place: " at 3" },
    { args: [ramp([2, 10]), indices(-1, 0), { ignoreIndex: 3 }], error: "ArgumentError", message: `${name}: target -1 at 0 is not a class, expected 0 … 9 or ignoreIndex 3`, place: " at 0" },
    { args: [ramp([4, 3]), labels([4], 3), { weight: positive([4]) }], error: "ShapeError", message: `${name}: weight has shape [4], expected [3]` },
    { args: [ramp([4, 3]), labels([4], 3), { reduction: "avg" }], error: "ArgumentError", message: `${name}: reduction is "avg", expected one of "mean", "sum", "none"` },
    { args: [ramp([4, 3]), labels([4], 3), { smoothing: 0.1 }], error: "ArgumentError", message: `${name}: unknown option "smoothing", expected one of ${known}` },
    { args: [ramp([4, 3]), labels([4], 3), { ignoreIndex: 0.5 }], error: "ArgumentError", message: `${name}: ignoreIndex is 0.5, expected an integer` },
    { args: [labels([4, 3], 9), labels([4], 3)], error: "DTypeError", message: `${name}: input is int32, expected float32 or float64` },
    { args: [ramp([4, 3]), bools([4])], error: "DTypeError", message: `${name}: target is bool, expected int32 or uint8 class indices` },
  ];
}

export const crossEntropySpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "crossEntropy",
    op: crossEntropy,
    inputs: ["input", "target", "weight"],
    samples: {
      "mean": [ramp([4, 10]), labels([4], 10)],
      "sum": [ramp([7, 3]), labels([7], 3), { reduction: "sum" }],
      "none": [ramp([7, 3]), labels([7], 3), { reduction: "none" }],
      "one sample": [ramp([5]), { ...labels([1], 5), shape: [] }],
      "pixels": [ramp([2, 5, 3, 4]), labels([2, 3, 4], 5)],
      "pixels, none, weights": [ramp([2, 3, 2, 2]), labels([2, 2, 2], 3), { reduction: "none", weight: positive([3]) }],
      "class weights": [ramp([6, 4]), labels([6], 4), { weight: positive([4]) }],
      "ignored places": [ramp([6, 4]), partlyIgnored([6], 4), { weight: positive([4]) }],
      "ignored class": [ramp([6, 4]), labels([6], 4), { ignoreIndex: 2 }],
      "every place ignored, sum": [ramp([2, 3]), indices(-100, -100), { reduction: "sum" }],
      "every place ignored, mean": [ramp([2, 3]), indices(-100, -100)],
      "smoothing": [ramp([6, 4]), labels([6], 4), { labelSmoothing: 0.1 }],
      "smoothing, weights, ignored": [ramp([6, 4]), partlyIgnored([6], 4), { labelSmoothing: 0.25, weight: positive([4]) }],
      "uint8 target": [ramp([6, 4]), labels([6], 4, "uint8")],
      "probabilities": [ramp([4, 5]), distribution([4, 5])],
      "probabilities of one sample": [ramp([5]), distribution([5])],
      "probabilities of pixels, weights, smoothing": [ramp([2, 3, 2, 2]), distribution([2, 3, 2, 2]), { labelSmoothing: 0.2, weight: positive([3]) }],
      "one class": [ramp([3, 1]), indices(0, 0, 0)],
      "large logits do not overflow": [{ ...values(1e4, -1e4, 0, 500, 499, -500), shape: [2, 3] }, indices(1, 0), { reduction: "none" }],
      "enormous logits, of which the loss is a logarithm": [{ ...values(1e30, 1e30, -1e30), shape: [1, 3] }, indices(0)],
      "no samples, mean": [ramp([0, 3]), labels([0], 3)],
      "no samples, sum": [ramp([0, 3]), labels([0], 3), { reduction: "sum" }],
      "non-finite: another class is impossible": [{ ...values(1, -Infinity, 2, -1, 0.5, -Infinity), shape: [2, 3] }, indices(0, 1)],
      "non-finite: the target is impossible": [{ ...values(1, -Infinity, 2), shape: [1, 3] }, indices(1), { reduction: "none" }],
      "non-finite: NaN": [{ ...values(1, NaN, 2, 1, 2, 3), shape: [2, 3] }, indices(0, 2), { reduction: "none" }],
    },
    arbitrary: arbitraryCrossEntropy().map(callOf),
    smooth: arbitraryCrossEntropy().map(withModerateWeights).map(callOf).filter(somethingCounts),
    oracle: oracleCrossEntropy,
    // ln p = z − ln Σ e^z with z = x − max, in roundings. e^z has 4 (2 ulp) and |z| of z's own, which weigh at most C/e in the sum; the sum has C − 1:
    // together at most 4 + 2C, absolute errors of ln Σ. Nothing is lost for C = 1; else that is at most (6 + 3C) · ln C. ln itself: 4 (2 ulp) of at
    // most ln C. z and the difference: 2 of |ln p|. Then the weight 1, smoothing 3, the sum over the classes C + 1: 17 + 4C in all.
    bound: within(crossEntropyTerms, (input: Dense) => 17 + 4 * classesOf(input) + reducing(input), { transcendental: true }),
    gradients: ["input", "target", "weight"],
    laws: [
      isNllOfLogSoftmax, shiftsOfLogitsCancel, smoothingInterpolates, oneHotIsAnIndex, equalLogitsGiveLogC, meanIgnoresTheScaleOfWeights,
      reductionsAgree(countedWeight),
    ],
    errors: [
      ...sharedErrors("crossEntropy", "weight, ignoreIndex, reduction, labelSmoothing"),
      { args: [ramp([4, 3]), labels([4], 3), { labelSmoothing: 1.5 }], error: "ArgumentError", message: "crossEntropy: labelSmoothing is 1.5, expected 0 … 1" },
      { args: [ramp([4, 3]), labels([4], 3), { labelSmoothing: NaN }], error: "ArgumentError", message: "crossEntropy: labelSmoothing is NaN, expected 0 … 1" },
      { args: [ramp([4, 3]), ramp([4])], error: "ShapeError", message: "crossEntropy: target has shape [4], expected [4, 3] for input [4, 3]" },
    ],
  }),
  defineOpSpec({
    name: "nllLoss",
    op: nllLoss,
    inputs: ["logProbabilities", "target", "weight"],
    samples: {
      "mean": [ramp([4, 10]), labels([4], 10)],
      "sum": [ramp([7, 3]), labels([7], 3), { reduction: "sum" }],
      "none": [ramp([7, 3]), labels([7], 3), { reduction: "none" }],
      "one sample": [ramp([5]), { ...labels([1], 5), shape: [] }, { weight: positive([5]) }],
      "pixels": [ramp([2, 5, 3, 4]), labels([2, 3, 4], 5)],
      "class weights": [ramp([6, 4]), labels([6], 4), { weight: positive([4]) }],
      "class weights, none": [ramp([6, 4]), labels([6], 4), { weight: positive([4]), reduction: "none" }],
      "ignored places": [ramp([6, 4]), partlyIgnored([6], 4), { weight: positive([4]) }],
      "ignored class": [ramp([6, 4]), labels([6], 4), { ignoreIndex: 2 }],
      "every place ignored, mean": [ramp([2, 3]), indices(-100, -100)],
      "uint8 target": [ramp([6, 4]), labels([6], 4, "uint8")],
      "no samples, mean": [ramp([0, 3]), labels([0], 3)],
      "no samples, none": [ramp([0, 3]), labels([0], 3), { reduction: "none" }],
      "non-finite elsewhere": [{ ...values(-1, -Infinity, NaN, -0.5), shape: [2, 2] }, indices(0, 1)],
      "non-finite at the target": [{ ...values(-1, -Infinity, NaN, -0.5), shape: [2, 2] }, indices(1, 0), { reduction: "none" }],
    },
    arbitrary: indexCases.map(callOf),
    smooth: indexCases.map(withModerateWeights).map(callOf).filter(somethingCounts),
    oracle: oracleNllLoss,
    // The product with the weight; sums over the classes have one term that is not 0.
    bound: within(nllTerms, (input: Dense) => 1 + reducing(input)),
    gradients: ["logProbabilities", "weight"],
    laws: [linearIn("logProbabilities", 0, nothingIgnored), adjointIn("logProbabilities", 0, nllLoss, nothingIgnored), reductionsAgree(countedWeight), meanIgnoresTheScaleOfWeights],
    errors: sharedErrors("nllLoss", "weight, ignoreIndex, reduction"),
  }),
];
