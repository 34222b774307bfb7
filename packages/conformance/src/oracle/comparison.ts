import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

type Operand = Dense | number;

/** Every comparison gives 0 or 1; with NaN all are 0 but `ne`. */
export function oracleEq(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => Number(a === b), a, b);
}

export function oracleNe(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => Number(a !== b), a, b);
}

export function oracleLt(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => Number(a < b), a, b);
}

export function oracleLe(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => Number(a <= b), a, b);
}

export function oracleGt(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => Number(a > b), a, b);
}

export function oracleGe(a: Operand, b: Operand): Dense {
  return elementwise((a, b) => Number(a >= b), a, b);
}
