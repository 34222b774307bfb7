import * as core from "@convoke/core";
import type { Tensor, VarOptions } from "@convoke/core";
import fc from "fast-check";
import { arbitraryReduction } from "../arbitrary/axes.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import { keepsDType } from "../laws/dtype.js";
import { reductionLaws, type Reduce } from "../laws/reduction.js";
import type { Dense } from "../oracle/dense.js";
import { reduceAxes } from "../oracle/reduce-axes.js";
import { oracleStd, oracleVar } from "../oracle/variance.js";
import { defineOpSpec, type Args, type Law, type OpSpec } from "../suite/spec.js";
import { gamma, smallestNormal, type Bound } from "../suite/tolerance.js";
import { arbitraryDistinct } from "./distinct.js";
import { groupSize } from "./reduction.js";
import { ramp, values } from "./ramp.js";
import { reductionErrors, reductionSamples } from "./reduction-samples.js";
import { refusesBool, refusesInt32 } from "./unary-spec.js";

type Axes = number | readonly number[];
const { variance, std, mean } = core;

/**
 * The error of Σ(x − m̂)² / (n − c) with a computed mean m̂.
 *
 * Exactly, Σ(x − m̂)² = Σ(x − m)² + n(m − m̂)², and |m̂ − m| ≤ γ(n + 1) · mean|x| =: e. The subtraction, the square (twice what the
 * subtraction gave), n − 1 additions, the divisor and the division are n + 5 more roundings of that: γ(n + 5) · (var + n e² / (n − c)) + n e² / (n − c).
 */
function varianceError(args: Args, exact: Dense, unit: number): (element: number) => number {
  const [x, axes, { correction = 1 } = {}] = args as [Dense, Axes | undefined, VarOptions?];
  const count = groupSize(x, axes);
  const rounding = gamma(count + 5, unit) * (unit < 2 ** -30 ? 2 : 1);
  const sizes = reduceAxes(x, axes, false, (group) => group.reduce((total, value) => total + Math.abs(value), 0) / count).data;
  const share = count / Math.max(0, count - correction);
  return (element) => {
    const shift = share * (gamma(count + 1, unit) * sizes[element]!) ** 2 * (unit < 2 ** -30 ? 4 : 1);
    return rounding * (exact.data[element]! + shift) + shift + smallestNormal[unit]!;
  };
}

const varianceBound: Bound = ({ args, exact, unit }) => {
  const error = varianceError(args, exact[0]!, unit);
  return (_, element) => error(element);
};

/** √(v ± e) is off by at most e / √v, and never by more than √e; the root rounds once more (1 ulp). */
const stdBound: Bound = ({ args, exact, unit }) => {
  const variances = { ...exact[0]!, data: Array.from(exact[0]!.data, (value) => value ** 2) };
  const error = varianceError(args, variances, unit);
  return (_, element) => {
    const [e, root] = [error(element), exact[0]!.data[element]!];
    return Math.min(e / root, Math.sqrt(e)) + 2 * unit * root + smallestNormal[unit]!;
  };
};

/** Corrections that leave a divisor: with 0 / 0 a rounding decides between NaN and Infinity. */
function options(count: number): fc.Arbitrary<VarOptions> {
  const corrections = [0, 1, 0.5, 2].filter((correction) => correction < count);
  const given = corrections.length === 0 ? [{}] : corrections.map((correction) => ({ correction }));
  return fc.tuple(fc.constantFrom<VarOptions>(...given, ...(count > 1 ? [{}] : [])), fc.constantFrom<VarOptions>({}, { keepDim: true })).map(([a, b]) => ({ ...a, ...b }));
}

const reductions: fc.Arbitrary<Args> = arbitraryReduction(arbitraryModerate()).chain(({ inputs: { x }, axes }) => options(groupSize(x, axes)).map((more) => [x, axes, more]));
/** At least two elements a group, all different: away from the kink of √ at 0. */
const spread: fc.Arbitrary<Args> = arbitraryReduction(fc.constant(0), true)
  .filter(({ inputs: { x }, axes }) => groupSize(x, axes) > 1 && x.data.length <= 64)
  .chain(({ inputs: { x }, axes }) => fc.tuple(arbitraryDistinct(x.shape), options(groupSize(x, axes))).map(([input, more]) => [input, axes, more]));

const samples: Record<string, Args> = {
  ...reductionSamples(),
  "biased": [ramp([3, 5]), 1, { correction: 0 }],
  "correction ½, kept": [ramp([3, 5]), 1, { correction: 0.5, keepDim: true }],
  "no degree of freedom": [ramp([4, 1]), 1],
  "fewer elements than the correction": [values(1, 2), 0, { correction: 3 }],
  "all equal": [values(0.125, 0.125, 0.125, 0.125)],
  "far from 0": [values(4096.25, 4096.5, 4096.75, 4097)],
  "an empty axis": [ramp([0, 3]), 0],
  "non-finite": [{ shape: [3, 3], data: [1, NaN, 2, Infinity, 1, 2, Infinity, -Infinity, 1] }, 1],
};

const hundred = (): number => 100;
const same = (x: Tensor, axes?: Axes, more?: VarOptions): Tensor => variance(x, axes, more);

function varianceSpec(name: "variance" | "std", bound: Bound, laws: readonly Law[]): OpSpec {
  const op = core[name];
  const called = name === "variance" ? "var" : "std";
  return defineOpSpec({
    name,
    op,
    inputs: ["input"],
    samples,
    arbitrary: reductions,
    smooth: spread,
    oracle: name === "variance" ? oracleVar : oracleStd,
    bound,
    gradients: ["input"],
    laws: [keepsDType(op), ...laws],
    errors: [
      ...reductionErrors(called, "keepDim, correction"),
      refusesInt32(called),
      refusesBool(called, "float32 or float64"),
      { args: [ramp([3]), 0, { correction: "1" }], error: "ArgumentError", message: `${called}: correction is "1", expected a number` },
    ],
  });
}

/** The spread of the elements over axes. */
export const varianceSpecs: readonly OpSpec[] = [
  varianceSpec("variance", varianceBound, [
    agree("var(x + 2) = var x", (x: Tensor, axes?: Axes, more?: VarOptions) => variance(x.add(2), axes, more), same, hundred),
    agree("var(−2x) = 4 var x", (x: Tensor, axes?: Axes, more?: VarOptions) => variance(x.mul(-2), axes, more), (x: Tensor, axes?: Axes, more?: VarOptions) => variance(x, axes, more).mul(4), hundred),
    agree("var x = mean x² − (mean x)², biased", (x: Tensor, axes?: Axes) => variance(x, axes, { correction: 0 }), (x: Tensor, axes?: Axes) => mean(x.square(), axes).sub(mean(x, axes).square()), hundred),
    reductionLaws(variance as Reduce, hundred)[0]!,
    reductionLaws(variance as Reduce, hundred)[2]!,
  ]),
  varianceSpec("std", stdBound, [
    agree("std² = var", (x: Tensor, axes?: Axes, more?: VarOptions) => std(x, axes, more).square(), same, hundred),
    agree("std(−2x) = 2 std x", (x: Tensor, axes?: Axes, more?: VarOptions) => std(x.mul(-2), axes, more), (x: Tensor, axes?: Axes, more?: VarOptions) => std(x, axes, more).mul(2), hundred),
    reductionLaws(std as Reduce, hundred)[2]!,
  ]),
];
