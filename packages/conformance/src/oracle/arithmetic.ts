import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

type Operand = Dense | number;

export function oracleAdd(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => a + b, a, b);
}

export function oracleSub(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => a - b, a, b);
}

export function oracleMul(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => a * b, a, b);
}

export function oracleDiv(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => a / b, a, b);
}

/** aᵇ by C's rules, where they differ from JavaScript's: 1ᵇ = 1 for every b, NaN too, and (−1)^±∞ = 1. */
export function oraclePow(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b), a, b);
}

/** NaN wins: Math.max is NaN when one argument is. */
export function oracleMaximum(a: Operand, b: Operand): Dense {
  return elementwise(Math.max, a, b);
}

export function oracleMinimum(a: Operand, b: Operand): Dense {
  return elementwise(Math.min, a, b);
}
