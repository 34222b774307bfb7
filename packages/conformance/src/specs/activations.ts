import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryModerate } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import * as oracle from "../oracle/index.js";
import type { Dense } from "../oracle/dense.js";
import type { OpSpec } from "../suite/spec.js";
import { exactly, ulps, type Bound } from "../suite/tolerance.js";
import { perElement } from "./per-element.js";
import { ramp } from "./ramp.js";
import { awayFromZero, refusesNumbers, unarySpec } from "./unary-spec.js";

const inexact = (count: number): Bound => ulps(count, { transcendental: true });
const same = (x: Tensor): Tensor => x.clone();

/** ln σ(x) = min(x, 0) − ln(1 + e^−|x|), which neither overflows nor loses digits. */
function oracleLogSigmoid(x: Dense): Dense {
  return oracle.elementwise((x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))), x);
}

/** Activations, and erf of which gelu is made. */
export const activationSpecs: readonly OpSpec[] = [
  unarySpec({
    name: "tanh", op: core.tanh, oracle: oracle.oracleTanh, bound: inexact(4),
    edges: [0, -0, 1e-4, -1e-4, 1e-20, 0.5, 1, -1, 9, -9, 30, -30], nonFinite: [Infinity, -Infinity, NaN],
    laws: [
      agree("tanh(−x) = −tanh(x)", (x: Tensor) => x.neg().tanh(), (x: Tensor) => x.tanh().neg()),
      agree("tanh(x) = 2σ(2x) − 1", core.tanh, (x: Tensor) => x.mul(2).sigmoid().mul(2).sub(1)),
    ],
    errors: refusesNumbers("tanh"),
  }),
  unarySpec({
    name: "sigmoid", op: core.sigmoid, oracle: oracle.oracleSigmoid, bound: inexact(4),
    edges: [0, 1e-4, -1e-4, 1, -1, 20, -20, 80, -80], nonFinite: [Infinity, -Infinity, NaN, 1000, -1000],
    laws: [
      agree("σ(−x) = 1 − σ(x)", (x: Tensor) => x.neg().sigmoid(), (x: Tensor) => core.sub(1, x.sigmoid())),
      agree("σ(x) = 1 / (1 + e⁻ˣ)", core.sigmoid, (x: Tensor) => x.neg().exp().add(1).reciprocal()),
    ],
    errors: refusesNumbers("sigmoid"),
  }),
  // x ≥ 0 gives −log1p(e⁻ˣ): exp 2 ulp, carried by log1p with a condition of at most 1, log1p 3 ulp. x < 0 adds |x| of the same sign, exactly
  // known, and one rounding: the same relative error and ½ ulp.
  unarySpec({
    name: "logSigmoid", op: core.logSigmoid, oracle: oracleLogSigmoid, bound: inexact(5.5),
    edges: [0, 1e-4, -1e-4, 1, -1, 20, -20, 80, -80], nonFinite: [Infinity, -Infinity, NaN, 1000, -1000],
    laws: [
      agree("ln σ(x) = log(σ(x))", core.logSigmoid, (x: Tensor) => x.sigmoid().log()),
      agree("ln σ(x) − ln σ(−x) = x", (x: Tensor) => x.logSigmoid().sub(x.neg().logSigmoid()), same),
    ],
    noGolden: "added after the vectors; bceWithLogits has cases that go through it",
  }),
  unarySpec({
    name: "relu", op: core.relu, oracle: oracle.oracleRelu, bound: exactly, smooth: awayFromZero, integers: ["int32", "uint8"],
    edges: [0, -0, 1e-30, -1e-30, 1, -2.5], nonFinite: [Infinity, -Infinity, NaN],
    laws: [
      agree("relu(relu(x)) = relu(x)", (x: Tensor) => x.relu().relu(), core.relu),
      agree("relu(x) − relu(−x) = x", (x: Tensor) => x.relu().sub(x.neg().relu()), same),
    ],
    errors: refusesNumbers("relu"),
  }),
  // The slope is rounded to the tensor's dtype and so is the product: 2u.
  unarySpec({
    name: "leakyRelu", op: core.leakyRelu, oracle: oracle.oracleLeakyRelu, bound: ulps(1), smooth: awayFromZero,
    rest: fc.oneof(fc.constant([]), fc.constantFrom(0, 0.1, 0.25, 1, -0.5).map((slope) => [slope])),
    edges: [0, -0, 1e-30, -1e-30, 1, -2.5], nonFinite: [Infinity, -Infinity, NaN],
    samples: { "another slope": [ramp([5, 7]), 0.2], "slope 0": [ramp([9]), 0] },
    laws: [
      agree("leakyRelu(x, s) = relu(x) − s · relu(−x)", core.leakyRelu, (x: Tensor, slope = 0.01) => x.relu().sub(x.neg().relu().mul(slope))),
      agree("leakyRelu(x, 1) = x", (x: Tensor) => x.leakyRelu(1), same),
    ],
  }),
  // With z = x/√2, whose two roundings move erf(z) by 2u · |z| · 2/√π e^(−z²) ≤ u, 4 ulp = 8u in erf, at most 2u in 1 + erf, all times |x|/2,
  // and u · |x| in the last product: 6.5 u |x|. On the left tail 1 + erf cancels, so the error is not relative to the result.
  unarySpec({
    name: "gelu", op: core.gelu, oracle: oracle.oracleGelu, bound: perElement((x) => 7 * x),
    edges: [0, -0, 1e-4, -1e-4, 0.75, -0.75, 3, -3, 8, -8, 30], nonFinite: [Infinity, -Infinity, NaN],
    laws: [
      agree("gelu(x) − gelu(−x) = x", (x: Tensor) => x.gelu().sub(x.neg().gelu()), same),
      agree("gelu(x) = x · ½(1 + erf(x/√2))", core.gelu, (x: Tensor) => x.mul(Math.SQRT1_2).erf().add(1).mul(0.5).mul(x), () => 10),
    ],
  }),
  unarySpec({
    name: "erf", op: core.erf, oracle: oracle.oracleErf, bound: inexact(4), smooth: arbitraryModerate().map((value) => value / 4),
    edges: [0, -0, 1e-20, 1e-4, 0.5, 0.84375, 1.25, 2, -2, 2.857142857, 3, 6, -6, 30], nonFinite: [Infinity, -Infinity, NaN],
    laws: [agree("erf(−x) = −erf(x)", (x: Tensor) => x.neg().erf(), (x: Tensor) => x.erf().neg())],
    errors: refusesNumbers("erf"),
  }),
];
