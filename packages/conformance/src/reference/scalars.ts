import type { BinaryOp, UnaryOp } from "@convoke/core/backend";
import { oracleErf } from "../oracle/erf.js";

/** Every elementwise function of one operand, as a function of a number: what a kernel computes for each element. Bools are 0 and 1. */
export const scalarUnary: Readonly<Record<UnaryOp, (x: number) => number>> = {
  neg: (x) => -x, abs: Math.abs, sign: (x) => +(x > 0) - +(x < 0), exp: Math.exp, expm1: Math.expm1, log: Math.log, log1p: Math.log1p,
  sqrt: Math.sqrt, rsqrt: (x) => 1 / Math.sqrt(x), reciprocal: (x) => 1 / x, tanh: Math.tanh,
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))), relu: (x) => (x < 0 ? 0 : x),
  floor: Math.floor, ceil: Math.ceil, round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  erf: (x) => oracleErf({ shape: [], data: [x] }).data[0]!, isNaN: (x) => +Number.isNaN(x), isFinite: (x) => +Number.isFinite(x), not: (x) => +(x === 0),
};

/** Every elementwise function of two operands, as a function of numbers; integer dtypes wrap when they are stored. */
export const scalarBinary: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b,
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b), max: (a, b) => Math.max(a, b), min: (a, b) => Math.min(a, b),
  eq: (a, b) => +(a === b), ne: (a, b) => +(a !== b), lt: (a, b) => +(a < b), le: (a, b) => +(a <= b),
  and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b,
};
