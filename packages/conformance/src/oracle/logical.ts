import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

/** Truth tables over 0 and 1. */
export function oracleLogicalAnd(a: Dense, b: Dense): Dense {
  return elementwise((a, b) => Number(a !== 0 && b !== 0), a, b);
}

export function oracleLogicalOr(a: Dense, b: Dense): Dense {
  return elementwise((a, b) => Number(a !== 0 || b !== 0), a, b);
}

export function oracleLogicalXor(a: Dense, b: Dense): Dense {
  return elementwise((a, b) => Number((a !== 0) !== (b !== 0)), a, b);
}

export function oracleLogicalNot(x: Dense): Dense {
  return elementwise((x) => Number(x === 0), x);
}

export function oracleIsNaN(x: Dense): Dense {
  return elementwise((x) => Number(Number.isNaN(x)), x);
}

export function oracleIsFinite(x: Dense): Dense {
  return elementwise((x) => Number(Number.isFinite(x)), x);
}

/** output = condition ? a : b, all three broadcast. */
export function oracleWhere(condition: Dense, a: Dense | number, b: Dense | number): Dense {
  return elementwise((condition, a, b) => (condition !== 0 ? a : b), condition, a, b);
}
