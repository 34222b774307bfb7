import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryReduction } from "../arbitrary/axes.js";
import { arbitraryFloat, arbitraryModerate, arbitraryTie } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import { givesDType, keepsDType } from "../laws/dtype.js";
import { linearIn } from "../laws/linearity.js";
import { reductionLaws, sumAndExpand, sumOfSizes, type Reduce } from "../laws/reduction.js";
import type { Dense } from "../oracle/dense.js";
import { resolveAxes } from "../oracle/reduce-axes.js";
import { oracleAll, oracleAny, oracleMean, oracleProd, oracleSum } from "../oracle/reduction.js";
import { defineOpSpec, type Args, type OpSpec } from "../suite/spec.js";
import { exactly, productSum } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";
import { reductionErrors, reductionSamples } from "./reduction-samples.js";
import { refusesBool, refusesInt32 } from "./unary-spec.js";

type Axes = number | readonly number[];
const { sum, mean, prod, any, all } = core;

const reductions = (element: fc.Arbitrary<number>): fc.Arbitrary<Args> =>
  arbitraryReduction(element).map(({ inputs: { x }, axes, attributes }) => [x, axes, attributes]);
/** How many elements each result is made of. */
export function groupSize(x: Dense, axes?: Axes): number {
  return resolveAxes(axes, x.shape.length).reduce((product, axis) => product * x.shape[axis]!, 1);
}

const integers = { "int32": [labels([3, 5], 9), 0], "int32, all": [labels([4, 5], 9)] };
const nothing = { "an empty axis": [ramp([0, 3]), 0], "an empty axis, kept": [ramp([2, 0]), 1, { keepDim: true }], "nothing at all": [ramp([3, 0, 2])] };
const nonFinite = { "non-finite": [{ shape: [5, 3], data: [1, NaN, 2, Infinity, 1, 2, Infinity, -Infinity, 1, 0, Infinity, 3, -Infinity, -Infinity, 0] }, 1] };

/** Near 1, so that no product of 256 over- or underflows on its way, in whatever order; some are 0. */
const factor = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 750, max: 1250 }).chain((n) => fc.constantFrom(Math.fround(n / 1000), -Math.fround(n / 1000))) }, { weight: 1, arbitrary: fc.constant(0) });
const factors = (shape: readonly number[], salt = 1) => ({ shape, data: Array.from(ramp(shape, salt).data, (value) => (value < 0 ? -1 : 1) * (1 + value / 16)) });
const truth = fc.oneof(arbitraryTie(), fc.constantFrom(0, 0, -0, 1, 0.5, -2));
const none = "the result is bool" as const;

/** Sums, products and quantifiers over axes. */
export const reductionSpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "sum",
    op: sum,
    inputs: ["input"],
    samples: {
      ...reductionSamples(), ...integers, ...nothing, ...nonFinite,
      "uint8 beyond 255": [{ shape: [2, 3], dtype: "uint8", data: [200, 200, 1, 255, 255, 255] }, 1],
      "bool counts": [bools([4, 9]), 1],
      "cancellation": [values(2 ** 20, 0.125, -(2 ** 20), 0.25)],
    },
    arbitrary: reductions(arbitraryFloat()),
    smooth: reductions(arbitraryModerate()),
    oracle: oracleSum,
    bound: productSum(oracleSum, groupSize),
    gradients: ["input"],
    laws: [keepsDType(sum, ["int32"]), givesDType((x: Tensor) => sum(x.abs().cast("uint8")), "int32"), linearIn("input", 0), sumAndExpand, ...reductionLaws(sum as Reduce, sumOfSizes)],
    errors: reductionErrors("sum"),
  }),
  defineOpSpec({
    name: "mean",
    op: mean,
    inputs: ["input"],
    samples: { ...reductionSamples(), ...nothing, ...nonFinite },
    arbitrary: reductions(arbitraryFloat()),
    smooth: reductions(arbitraryModerate()),
    oracle: oracleMean,
    bound: productSum(oracleMean, (x: Dense, axes?: Axes) => groupSize(x, axes) + 1),
    gradients: ["input"],
    laws: [
      keepsDType(mean),
      linearIn("input", 0),
      agree("mean x · n = sum x", (x: Tensor, axes?: Axes) => mean(x, axes).mul(Math.max(1, groupSize(x as never, axes))), (x: Tensor, axes?: Axes) => (groupSize(x as never, axes) === 0 ? mean(x, axes) : sum(x, axes)), sumOfSizes),
      ...reductionLaws(mean as Reduce, sumOfSizes),
    ],
    errors: [...reductionErrors("mean"), refusesInt32("mean"), refusesBool("mean", "float32 or float64")],
  }),
  defineOpSpec({
    name: "prod",
    op: prod,
    inputs: ["input"],
    samples: {
      ...reductionSamples(factors), ...integers, ...nothing,
      "one zero": [values(2, 0, 3, 4)], "two zeros": [values(2, 0, 0, 4)], "negative": [values(-2, 3, -4, -0.5)],
      "non-finite": [{ shape: [3, 2], data: [NaN, 1, Infinity, 2, Infinity, -1] }, 1],
    },
    arbitrary: reductions(factor),
    oracle: oracleProd,
    bound: productSum(oracleProd, groupSize),
    gradients: ["input"],
    laws: [
      keepsDType(prod, ["int32"]),
      agree("prod(−x) = (−1)ⁿ prod(x)", (x: Tensor, axes?: Axes) => prod(x.neg(), axes), (x: Tensor, axes?: Axes) => prod(x, axes).mul(groupSize(x as never, axes) % 2 === 0 ? 1 : -1)),
      agree("prod(x²) = prod(x)²", (x: Tensor, axes?: Axes) => prod(x.square(), axes), (x: Tensor, axes?: Axes) => prod(x, axes).square()),
      ...reductionLaws(prod as Reduce),
    ],
    errors: [...reductionErrors("prod"), refusesBool("prod", "a number dtype")],
  }),
  defineOpSpec({
    name: "any",
    op: any,
    inputs: ["input"],
    samples: { ...reductionSamples(bools), ...nothing, "of floats": [values(0, -0, 0.25)], "of zeros": [values(0, -0, 0)], "int32": [{ shape: [2, 3], dtype: "int32", data: [0, 0, 0, 0, -1, 1] }, 1], "non-finite": [values(NaN, 0)] },
    arbitrary: reductions(truth),
    oracle: oracleAny,
    bound: exactly,
    gradients: { none },
    laws: [
      givesDType(any, "bool", ["int32", "uint8"]),
      agree("any x = not all not x", any, (x: Tensor, axes?: Axes, options?: object) => all(x.eq(0), axes, options).logicalNot()),
      ...reductionLaws(any as Reduce),
    ],
    errors: reductionErrors("any"),
  }),
  defineOpSpec({
    name: "all",
    op: all,
    inputs: ["input"],
    samples: { ...reductionSamples(bools), ...nothing, "of floats": [values(1, 0.25, -3)], "a negative zero": [values(1, -0, 3)], "int32": [{ shape: [2, 3], dtype: "int32", data: [2, 3, -1, 0, -1, 1] }, 1], "non-finite": [values(NaN, Infinity)] },
    arbitrary: reductions(fc.oneof(truth, fc.constant(1), fc.constant(1), fc.constant(1))),
    oracle: oracleAll,
    bound: exactly,
    gradients: { none },
    laws: [
      givesDType(all, "bool", ["int32", "uint8"]),
      agree("all x = not any not x", all, (x: Tensor, axes?: Axes, options?: object) => any(x.eq(0), axes, options).logicalNot()),
      ...reductionLaws(all as Reduce),
    ],
    errors: reductionErrors("all"),
  }),
];
