import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";
import { erfc } from "./erf.js";

export type Activation = "relu" | "relu6";

/** max(x, 0); NaN stays. */
export function oracleRelu(x: Dense): Dense {
  return elementwise((x) => Math.max(x, 0), x);
}

/** The epilogue of linear and conv2d; relu6(x) = min(max(x, 0), 6). */
export function activate(x: Dense, activation: Activation | undefined): Dense {
  if (activation === undefined) return x;
  return activation === "relu" ? oracleRelu(x) : elementwise((x) => Math.min(Math.max(x, 0), 6), x);
}

export function oracleLeakyRelu(x: Dense, negativeSlope = 0.01): Dense {
  return elementwise((x) => (x > 0 ? x : x * negativeSlope), x);
}

/** x · Φ(x) = x/2 · (1 + erf(x/√2)), written with erfc so that the left tail keeps its digits. */
export function oracleGelu(x: Dense): Dense {
  return elementwise((x) => (x / 2) * erfc(-x / Math.SQRT2), x);
}

export function oracleTanh(x: Dense): Dense {
  return elementwise(Math.tanh, x);
}

/** 1/(1 + e^(−x)); the second form does not overflow on the left. */
export function oracleSigmoid(x: Dense): Dense {
  return elementwise((x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))), x);
}
