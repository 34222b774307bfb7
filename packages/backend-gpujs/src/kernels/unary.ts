/** output[i] = op(x[offset + i · stride]). */
import type { UnaryOp } from "@convoke/core/backend";
import { indexDims, indexSource } from "../indexing.js";
import { memoized, type Program } from "../program.js";

/** Statements that set `y`, which starts as 0, from `x`. */
const bodies: Readonly<Record<UnaryOp, string>> = {
  neg: "y = -x;",
  abs: "y = x; if (x < 0) { y = -x; }",
  sign: "if (x > 0) { y = 1; } if (x < 0) { y = -1; }",
  exp: "y = exponential(x);",
  expm1: "y = exponentialMinus1(x);",
  log: "y = logarithm(x);",
  log1p: "y = logarithmOf1Plus(x);",
  sqrt: "y = Math.sqrt(x);",
  rsqrt: "y = 1 / Math.sqrt(x);",
  reciprocal: "y = 1 / x;",
  tanh: "y = hyperbolicTangent(x);",
  sigmoid: "y = 1 / (1 + exponential(-x));",
  relu: "y = x; if (x === x) { if (x <= 0) { y = 0; } }",
  floor: "y = Math.floor(x);",
  ceil: "y = -Math.floor(-x);",
  round: "y = roundHalfToEven(x);",
  erf: "y = errorFunction(x);",
  isNaN: "if (x !== x) { y = 1; }",
  isFinite: "if (x === x) { if (Math.abs(x) <= 3.4028234663852886e38) { y = 1; } }",
  not: "if (x === 0) { y = 1; }",
};

export function unaryProgram(op: UnaryOp, wrap: string): Program {
  return memoized(`${op}${wrap && " uint8"}`, () => ({
    inputs: ["a"],
    dims: indexDims(1, ["a"]),
    body: () => `${indexSource(1, ["a"])}\nconst x = a[aAt]; let y = 0; ${bodies[op]} ${wrap} return y;`,
  }));
}
