import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import { agree } from "../laws/agree.js";
import * as oracle from "../oracle/index.js";
import type { OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { awayFromHalves, refusesNumbers, unarySpec } from "./unary-spec.js";

const edges = [0, -0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.49999997, -0.49999997, 1e-30, -1e-30, 8388607.5, 16777216, -3];
const nonFinite = [Infinity, -Infinity, NaN];
const ones = (x: Tensor): Tensor => core.onesLike(x);

/** To an integer below, above, nearest: gradients are 0. */
export const roundingSpecs: readonly OpSpec[] = [
  unarySpec({
    name: "floor", op: core.floor, oracle: oracle.oracleFloor, bound: exactly, smooth: awayFromHalves, edges, nonFinite,
    laws: [
      agree("floor(x) = −ceil(−x)", core.floor, (x: Tensor) => x.neg().ceil().neg()),
      agree("floor(x) ≤ x < floor(x) + 1", (x: Tensor) => x.floor().le(x).logicalAnd(x.lt(x.floor().add(1))).cast(x.dtype), ones),
    ],
    errors: refusesNumbers("floor"),
  }),
  unarySpec({
    name: "ceil", op: core.ceil, oracle: oracle.oracleCeil, bound: exactly, smooth: awayFromHalves, edges, nonFinite,
    laws: [
      agree("ceil(x) = −floor(−x)", core.ceil, (x: Tensor) => x.neg().floor().neg()),
      agree("ceil(x) − 1 < x ≤ ceil(x)", (x: Tensor) => x.le(x.ceil()).logicalAnd(x.ceil().sub(1).lt(x)).cast(x.dtype), ones),
    ],
    errors: refusesNumbers("ceil"),
  }),
  unarySpec({
    name: "round", op: core.round, oracle: oracle.oracleRound, bound: exactly, smooth: awayFromHalves, edges, nonFinite,
    laws: [
      agree("round(−x) = −round(x)", (x: Tensor) => x.neg().round(), (x: Tensor) => x.round().neg()),
      agree("|round(x) − x| ≤ ½", (x: Tensor) => x.round().sub(x).abs().le(0.5).cast(x.dtype), ones),
    ],
    errors: refusesNumbers("round"),
  }),
];
