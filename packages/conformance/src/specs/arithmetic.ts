import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryModerate } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import { linearIn } from "../laws/linearity.js";
import * as oracle from "../oracle/index.js";
import type { OpSpec } from "../suite/spec.js";
import { exactly, ulps } from "../suite/tolerance.js";
import { binarySpec, pairs, refusesBools, refusesFractions } from "./binary-spec.js";
import { labels, positive, ramp, values } from "./ramp.js";

type Operand = Tensor | number;
const { add, sub, mul, div, pow, maximum, minimum } = core;
/** The greatest sum or product of two moderate values: what the roundings are relative to. */
const ten = (): number => 20;
const hundred = (): number => 100;
/** a in the shape of a and b together. */
const spread = (a: Operand, b: Operand): Tensor => (typeof b === "number" ? add(a, 0) : add(a, mul(b, 0)));
const negated = (a: Operand): Operand => (typeof a === "number" ? -a : a.neg());
const swapped = (op: (a: Operand, b: Operand) => Tensor) => (a: Operand, b: Operand): Tensor => op(b, a);

const divisor = arbitraryModerate().filter((value) => Math.abs(value) > 0.5);
const base = fc.integer({ min: 500, max: 3000 }).map((n) => Math.fround(n / 1000));
const exponent = fc.integer({ min: -2000, max: 2000 }).map((n) => Math.fround(n / 1000));
/** At exponent 0 the gradient of the base is a constant 0, as PyTorch's: the mixed second derivative 1/a is cut there. */
const awayFromZero = exponent.filter((value) => Math.abs(value) > 0.01);
const eighths = fc.integer({ min: -64, max: 64 }).map((n) => n / 8);
/** Never nearer than 1/16. */
const apart = pairs(eighths, eighths.map((value) => value + 1 / 16));
const integers = ["int32", "uint8"] as const;
const nonFinite = [
  [NaN, 1], [1, NaN], [NaN, NaN], [Infinity, 1], [-1, Infinity], [Infinity, Infinity], [Infinity, -Infinity], [-Infinity, -Infinity], [0, Infinity],
  [Infinity, 0], [NaN, Infinity], [-Infinity, NaN], [1, 0], [-1, 0], [0, 0], [2 ** 127, 2 ** 127], [2 ** 100, -(2 ** 100)],
] as const;
const powers = [
  [NaN, 0], [1, NaN], [NaN, 1], [0, 0], [0, -1], [0, 2], [-8, 3], [-8, 1 / 4], [-1, Infinity], [2, Infinity], [2, -Infinity], [0.5, Infinity],
  [Infinity, 0.5], [Infinity, -1], [-Infinity, 3], [-Infinity, 2], [-2, 5], [-2, 4], [4, 0.5], [10, 30], [10, -30], [10, 60],
] as const;

/** Sums, products, quotients, powers, and the greater or smaller of two. */
export const arithmeticSpecs: readonly OpSpec[] = [
  binarySpec({
    name: "add", op: add, oracle: oracle.oracleAdd, bound: ulps(0.5), integers, nonFinite,
    laws: [
      agree("a + b = b + a", add, swapped(add)),
      agree("(a + b) − b = a", (a: Operand, b: Operand) => sub(add(a, b), b), spread, ten),
    ],
    errors: [refusesBools("add"), ...refusesFractions("add")],
  }),
  binarySpec({
    name: "sub", op: sub, oracle: oracle.oracleSub, bound: ulps(0.5), integers, nonFinite,
    samples: {
      "int32": [labels([3, 5], 9), labels([5], 4)],
      "number minus int32": [3, labels([3, 5], 9)],
      "uint8": [{ shape: [3], dtype: "uint8", data: [9, 200, 255] }, labels([3], 5, "uint8")],
    },
    laws: [
      agree("a − b = −(b − a)", sub, (a: Operand, b: Operand) => sub(b, a).neg()),
      agree("a − b = a + (−b)", sub, (a: Operand, b: Operand) => add(a, negated(b))),
    ],
    errors: [refusesBools("sub"), ...refusesFractions("sub")],
  }),
  binarySpec({
    name: "mul", op: mul, oracle: oracle.oracleMul, bound: ulps(0.5), integers, nonFinite,
    laws: [
      agree("a · b = b · a", mul, swapped(mul)),
      linearIn("a", 0),
      agree("a · (b + b) = a · b + a · b", (a: Operand, b: Operand) => mul(a, typeof b === "number" ? b + b : add(b, b)), (a: Operand, b: Operand) => add(mul(a, b), mul(a, b)), hundred),
    ],
    errors: [refusesBools("mul"), ...refusesFractions("mul")],
  }),
  binarySpec({
    name: "div", op: div, oracle: oracle.oracleDiv, bound: ulps(0.5), right: divisor, smooth: pairs(divisor, divisor), nonFinite,
    laws: [
      agree("(a / b) · b = a", (a: Operand, b: Operand) => mul(div(a, b), b), spread, ten),
      agree("a / b = 1 / (b / a)", div, (a: Operand, b: Operand) => div(b, a).reciprocal(), ten),
    ],
    errors: [
      { args: [labels([2], 5), labels([2], 5)], error: "DTypeError", message: "div: a is int32, expected float32 or float64" },
      { args: [labels([2], 5), 2], error: "DTypeError", message: "div: a is int32, expected float32 or float64" },
    ],
  }),
  // A backend computes it as exp(b · ln a) in a wider type, or to 4 ulp, which is what CUDA states.
  binarySpec({
    name: "pow", op: pow, oracle: oracle.oraclePow, bound: ulps(4, { transcendental: true }), left: base, right: exponent, smooth: pairs(base, awayFromZero), nonFinite: powers,
    samples: {
      "any base, whole exponents": [ramp([5, 13]), { shape: [5, 1], data: [0, 1, 2, 3, -1] }],
      "square": [ramp([37]), 2],
      "root": [positive([37]), 0.5],
      "the number to the power": [2, ramp([37])],
      "zero to the power": [0, values(0, 1, 2.5)],
    },
    laws: [
      agree("aᵇ · a⁻ᵇ = 1", (a: Operand, b: Operand) => mul(pow(a, b), pow(a, negated(b))), (a: Operand, b: Operand) => core.onesLike(spread(a, b))),
      agree("(aᵇ)² = aᵇ⁺ᵇ", (a: Operand, b: Operand) => pow(a, b).square(), (a: Operand, b: Operand) => pow(a, typeof b === "number" ? b + b : add(b, b))),
    ],
    errors: [refusesBools("pow")],
  }),
  binarySpec({
    name: "maximum", op: maximum, oracle: oracle.oracleMaximum, bound: exactly, left: fc.oneof(arbitraryModerate(), eighths), smooth: apart, integers, nonFinite,
    samples: { ties: [values(1, 2, 3, 0, -0), values(1, 3, 3, -0, 0)] },
    laws: [
      agree("max(a, b) = max(b, a)", maximum, swapped(maximum)),
      agree("max(a, b) + min(a, b) = a + b", (a: Operand, b: Operand) => add(maximum(a, b), minimum(a, b)), add, ten),
      agree("max(max(a, b), b) = max(a, b)", (a: Operand, b: Operand) => maximum(maximum(a, b), b), maximum),
    ],
    errors: [refusesBools("maximum"), ...refusesFractions("maximum")],
  }),
  binarySpec({
    name: "minimum", op: minimum, oracle: oracle.oracleMinimum, bound: exactly, left: fc.oneof(arbitraryModerate(), eighths), smooth: apart, integers, nonFinite,
    samples: { ties: [values(1, 2, 3, 0, -0), values(1, 3, 3, -0, 0)] },
    laws: [
      agree("min(a, b) = min(b, a)", minimum, swapped(minimum)),
      agree("min(a, b) = −max(−a, −b)", minimum, (a: Operand, b: Operand) => maximum(negated(a), negated(b)).neg()),
    ],
    errors: [refusesBools("minimum"), ...refusesFractions("minimum")],
  }),
];
