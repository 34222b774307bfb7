import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryBroadcastPair } from "../arbitrary/broadcast.js";
import { arbitraryModerate, arbitraryNonFinite, arbitraryTie } from "../arbitrary/float.js";
import { agree, type Formula } from "../laws/agree.js";
import { givesDType } from "../laws/dtype.js";
import * as oracle from "../oracle/index.js";
import { defineOpSpec, type Args, type Law, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { binarySpec, operandErrors, refusesFractions } from "./binary-spec.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";

type Value = Tensor | number;
const { eq, ne, lt, le, gt, ge, logicalAnd, logicalOr, logicalXor, logicalNot } = core;
const none = "the result is bool" as const;
const special = [[NaN, NaN], [NaN, 1], [1, NaN], [Infinity, Infinity], [-Infinity, Infinity], [Infinity, 1], [-Infinity, -Infinity], [1, -Infinity], [0, -0]] as const;

/** Half of all pairs are equal, and some hold NaN. */
const element = fc.oneof(arbitraryTie(), arbitraryTie(), arbitraryModerate(), arbitraryNonFinite());

function comparison(name: "eq" | "ne" | "lt" | "le" | "gt" | "ge", definition: (a: oracle.Dense | number, b: oracle.Dense | number) => oracle.Dense, law: Law): OpSpec {
  const bool: Args = [bools([2, 3]), bools([3], 2)];
  return binarySpec({
    name, op: core[name], oracle: definition, bound: exactly, left: element, integers: ["int32", "uint8"], gives: "bool", nonFinite: special, gradients: { none },
    samples: { "ties": [values(1, 2, 3, 0, -0, 5), values(1, 3, 2, -0, 0, 5)], "ties with a number": [labels([9], 4), 2], "bool": bool },
    laws: [law],
    errors: refusesFractions(name),
  });
}

const boolPairs: fc.Arbitrary<Args> = arbitraryBroadcastPair(fc.integer({ min: 0, max: 1 })).map(({ inputs: { a, b } }) => [{ ...a, dtype: "bool" }, { ...b, dtype: "bool" }]);

function logical(name: "logicalAnd" | "logicalOr" | "logicalXor", definition: (a: oracle.Dense, b: oracle.Dense) => oracle.Dense, laws: readonly Law[]): OpSpec {
  return defineOpSpec({
    name,
    op: core[name],
    inputs: ["a", "b"],
    samples: {
      "truth table": [{ shape: [4], dtype: "bool", data: [0, 0, 1, 1] }, { shape: [4], dtype: "bool", data: [0, 1, 0, 1] }],
      "vector of 37": [bools([37]), bools([37], 2)],
      "both repeat": [bools([3, 1, 5]), bools([4, 1], 2)],
      "scalar and rank 4": [bools([]), bools([2, 3, 4, 5])],
      "empty": [bools([0, 3]), bools([3])],
    },
    arbitrary: boolPairs,
    oracle: definition,
    bound: exactly,
    gradients: { none },
    laws: [givesDType(core[name], "bool"), agree("f(a, b) = f(b, a)", core[name], (a: Value, b: Value) => core[name](b, a)), ...laws],
    errors: [
      { args: [labels([2], 2, "uint8"), labels([2], 2, "uint8")], error: "DTypeError", message: `${name}: inputs are uint8, expected bool` },
      { args: [labels([2], 2), labels([2], 2)], error: "DTypeError", message: `${name}: inputs are int32, expected bool` },
      { args: [bools([2, 3]), bools([4])], error: "ShapeError", message: `${name}: shapes [2, 3] and [4] do not broadcast` },
      { args: [bools([2]), 2], error: "DTypeError", message: `${name}: a number 2 does not fit bool` },
      ...operandErrors(name, bools([2])).filter(({ error }) => error === "ArgumentError"),
    ],
  });
}

function predicate(name: "isNaN" | "isFinite", definition: (x: oracle.Dense) => oracle.Dense, law: readonly [string, Formula]): OpSpec {
  return defineOpSpec({
    name,
    op: core[name],
    inputs: ["input"],
    samples: {
      "vector of 37": [ramp([37])], "rank 4": [ramp([2, 3, 4, 5])], "scalar": [ramp([])], "empty": [ramp([0, 3])],
      "non-finite": [values(NaN, Infinity, -Infinity, 0, -0, 1, 2 ** 127)], "non-finite scalar": [{ shape: [], data: [NaN] }],
    },
    arbitrary: arbitraryBroadcastPair(arbitraryNonFinite()).map(({ inputs: { a } }) => [a]),
    oracle: definition,
    bound: exactly,
    gradients: { none },
    laws: [givesDType(core[name], "bool"), agree(law[0], core[name], law[1])],
    errors: [
      { args: [labels([2], 5)], error: "DTypeError", message: `${name}: input is int32, expected float32 or float64` },
      { args: [bools([2])], error: "DTypeError", message: `${name}: input is bool, expected float32 or float64` },
    ],
  });
}

/** Comparisons, functions of truth values, and tests of single values: all give bool. */
export const comparisonSpecs: readonly OpSpec[] = [
  comparison("eq", oracle.oracleEq, agree("a = b is not (a ≠ b)", eq, (a: Value, b: Value) => ne(a, b).logicalNot())),
  comparison("ne", oracle.oracleNe, agree("a ≠ b is not (a = b)", ne, (a: Value, b: Value) => eq(a, b).logicalNot())),
  comparison("lt", oracle.oracleLt, agree("a < b is b > a", lt, (a: Value, b: Value) => gt(b, a))),
  comparison("le", oracle.oracleLe, agree("a ≤ b is a < b or a = b", le, (a: Value, b: Value) => lt(a, b).logicalOr(eq(a, b)))),
  comparison("gt", oracle.oracleGt, agree("a > b is a ≥ b and a ≠ b", gt, (a: Value, b: Value) => ge(a, b).logicalAnd(ne(a, b)))),
  comparison("ge", oracle.oracleGe, agree("a ≥ b is b ≤ a", ge, (a: Value, b: Value) => le(b, a))),
  logical("logicalAnd", oracle.oracleLogicalAnd, [agree("a and b = not (not a or not b)", logicalAnd, (a: Tensor, b: Tensor) => logicalNot(logicalOr(logicalNot(a), logicalNot(b))))]),
  logical("logicalOr", oracle.oracleLogicalOr, [agree("a or b = not (not a and not b)", logicalOr, (a: Tensor, b: Tensor) => logicalNot(logicalAnd(logicalNot(a), logicalNot(b))))]),
  logical("logicalXor", oracle.oracleLogicalXor, [
    agree("a xor b = (a or b) and not (a and b)", logicalXor, (a: Tensor, b: Tensor) => logicalAnd(logicalOr(a, b), logicalNot(logicalAnd(a, b)))),
    agree("a xor b is a ≠ b", logicalXor, ne),
  ]),
  defineOpSpec({
    name: "logicalNot",
    op: logicalNot,
    inputs: ["input"],
    samples: { "vector of 37": [bools([37])], "rank 4": [bools([2, 3, 4, 5])], "scalar": [bools([])], "empty": [bools([0, 3])] },
    arbitrary: boolPairs.map(([a]) => [a]),
    oracle: oracle.oracleLogicalNot,
    bound: exactly,
    gradients: { none },
    laws: [givesDType(logicalNot, "bool"), agree("not not a = a", (a: Tensor) => a.logicalNot().logicalNot(), (a: Tensor) => a.clone())],
    errors: [
      { args: [labels([2], 2)], error: "DTypeError", message: "logicalNot: input is int32, expected bool" },
      { args: [labels([2], 2, "uint8")], error: "DTypeError", message: "logicalNot: input is uint8, expected bool" },
    ],
  }),
  predicate("isNaN", oracle.oracleIsNaN, ["NaN is not equal to itself", (x: Tensor) => x.ne(x)]),
  predicate("isFinite", oracle.oracleIsFinite, ["finite: x − x = 0", (x: Tensor) => x.sub(x).eq(0)]),
];
