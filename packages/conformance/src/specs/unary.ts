import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import { arbitraryPositive } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import * as oracle from "../oracle/index.js";
import { exactly, ulps, type Bound } from "../suite/tolerance.js";
import type { OpSpec } from "../suite/spec.js";
import { awayFromZero, refusesNumbers, small, unarySpec, wellPositive } from "./unary-spec.js";

const inexact = (count: number): Bound => ulps(count, { transcendental: true });
const integers = ["int32", "uint8"] as const;
const same = (x: Tensor): Tensor => x.clone();
const one = (x: Tensor): Tensor => core.onesLike(x);

/** Signs, powers and roots, exponentials and logarithms. */
export const unarySpecs: readonly OpSpec[] = [
  unarySpec({
    name: "neg", op: core.neg, oracle: oracle.oracleNeg, bound: exactly, integers: ["int32"],
    edges: [0, -0, 1, -2.5], nonFinite: [Infinity, -Infinity, NaN],
    laws: [agree("−(−x) = x", (x: Tensor) => x.neg().neg(), same), agree("x + (−x) = 0", (x: Tensor) => x.add(x.neg()), core.zerosLike)],
    errors: refusesNumbers("neg"),
  }),
  unarySpec({
    name: "abs", op: core.abs, oracle: oracle.oracleAbs, bound: exactly, smooth: awayFromZero, integers,
    edges: [0, -0, 1, -2.5, -1e-30], nonFinite: [Infinity, -Infinity, NaN],
    laws: [agree("|−x| = |x|", (x: Tensor) => x.neg().abs(), core.abs), agree("|x| = max(x, −x)", core.abs, (x: Tensor) => x.maximum(x.neg()))],
    errors: refusesNumbers("abs"),
  }),
  unarySpec({
    name: "sign", op: core.sign, oracle: oracle.oracleSign, bound: exactly, smooth: awayFromZero, integers,
    edges: [0, -0, 1, -2.5, 1e-30, -1e-30], nonFinite: [Infinity, -Infinity, NaN],
    laws: [agree("sign(x) · |x| = x", (x: Tensor) => x.sign().mul(x.abs()), same), agree("sign(−x) = −sign(x)", (x: Tensor) => x.neg().sign(), (x: Tensor) => x.sign().neg())],
    errors: refusesNumbers("sign"),
  }),
  unarySpec({
    name: "square", op: core.square, oracle: oracle.oracleSquare, bound: ulps(0.5), integers,
    edges: [0, -0, 1, -2.5, 1e-30, -1e18], nonFinite: [Infinity, -Infinity, NaN, 1e30],
    laws: [agree("(−x)² = x²", (x: Tensor) => x.neg().square(), core.square), agree("x² = x · x", core.square, (x: Tensor) => x.mul(x))],
    errors: refusesNumbers("square"),
  }),
  unarySpec({
    name: "sqrt", op: core.sqrt, oracle: oracle.oracleSqrt, bound: ulps(1), element: arbitraryPositive(), smooth: wellPositive,
    edges: [0, 1, 2, 4, 1e-30, 1e30], nonFinite: [-1, Infinity, -Infinity, NaN],
    laws: [agree("√x · √x = x", (x: Tensor) => x.sqrt().square(), same), agree("√(x²) = x", (x: Tensor) => x.square().sqrt(), same)],
    errors: refusesNumbers("sqrt"),
  }),
  unarySpec({
    name: "rsqrt", op: core.rsqrt, oracle: oracle.oracleRsqrt, bound: ulps(2), element: arbitraryPositive(), smooth: wellPositive,
    edges: [1, 2, 4, 1e-30, 1e30], nonFinite: [0, -1, Infinity, NaN],
    laws: [agree("rsqrt(x) = 1 / √x", core.rsqrt, (x: Tensor) => x.sqrt().reciprocal())],
    errors: refusesNumbers("rsqrt"),
  }),
  unarySpec({
    name: "reciprocal", op: core.reciprocal, oracle: oracle.oracleReciprocal, bound: ulps(1), element: awayFromZero, smooth: awayFromZero.filter((value) => Math.abs(value) > 0.5),
    edges: [1, -2, 3, 1e-30, 1e30], nonFinite: [0, -0, Infinity, -Infinity, NaN],
    laws: [agree("1 / (1 / x) = x", (x: Tensor) => x.reciprocal().reciprocal(), same), agree("x · (1 / x) = 1", (x: Tensor) => x.mul(x.reciprocal()), one)],
    errors: refusesNumbers("reciprocal"),
  }),
  unarySpec({
    name: "exp", op: core.exp, oracle: oracle.oracleExp, bound: inexact(2), element: small,
    edges: [0, 1, -1, 80, -80, 1e-10], nonFinite: [-Infinity, Infinity, NaN, 1000, -1000],
    laws: [agree("eˣ · e⁻ˣ = 1", (x: Tensor) => x.exp().mul(x.neg().exp()), one), agree("e²ˣ = (eˣ)²", (x: Tensor) => x.mul(2).exp(), (x: Tensor) => x.exp().square())],
    errors: refusesNumbers("exp"),
  }),
  unarySpec({
    name: "expm1", op: core.expm1, oracle: oracle.oracleExpm1, bound: inexact(3), element: small,
    edges: [0, 1e-4, -1e-4, 1e-10, 1, -1, 80, -80], nonFinite: [-Infinity, Infinity, NaN],
    laws: [agree("expm1(x) = eˣ − 1", core.expm1, (x: Tensor) => x.exp().sub(1)), agree("log1p(expm1(x)) = x", (x: Tensor) => x.expm1().log1p(), same, () => 20)],
    errors: refusesNumbers("expm1"),
  }),
  unarySpec({
    name: "log", op: core.log, oracle: oracle.oracleLog, bound: inexact(2), element: arbitraryPositive(), smooth: wellPositive,
    edges: [1, 2, 0.5, 1e-30, 1e30], nonFinite: [0, -1, Infinity, NaN],
    laws: [agree("exp(log(x)) = x", (x: Tensor) => x.log().exp(), same), agree("log(1 / x) = −log(x)", (x: Tensor) => x.reciprocal().log(), (x: Tensor) => x.log().neg())],
    errors: refusesNumbers("log"),
  }),
  unarySpec({
    name: "log1p", op: core.log1p, oracle: oracle.oracleLog1p, bound: inexact(3), element: arbitraryPositive(), smooth: wellPositive,
    edges: [0, 1e-4, -1e-4, 1e-10, 1, -0.5, 1e30], nonFinite: [-1, -2, Infinity, NaN],
    laws: [agree("log1p(x) = log(1 + x)", core.log1p, (x: Tensor) => x.add(1).log()), agree("expm1(log1p(x)) = x", (x: Tensor) => x.log1p().expm1(), same)],
    errors: refusesNumbers("log1p"),
  }),
];
