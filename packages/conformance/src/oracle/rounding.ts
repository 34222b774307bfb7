import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

export function oracleFloor(x: Dense): Dense {
  return elementwise(Math.floor, x);
}

export function oracleCeil(x: Dense): Dense {
  return elementwise(Math.ceil, x);
}

/** To the nearest integer, halves to the even one: 0.5 → 0, 1.5 → 2, −2.5 → −2. */
export function oracleRound(x: Dense): Dense {
  return elementwise((x) => {
    const below = Math.floor(x);
    if (x - below !== 0.5) return Math.round(x);
    return below % 2 === 0 ? below : below + 1;
  }, x);
}

/** Limits to [min, max]; NaN stays, and max wins where min > max. */
export function oracleClamp(x: Dense, { min = -Infinity, max = Infinity }: { min?: number; max?: number } = {}): Dense {
  return elementwise((x) => Math.min(Math.max(x, min), max), x);
}

/** Floats truncate towards zero; integers wrap, as in C; bool is x ≠ 0; float32 rounds to the nearest. */
export function oracleCast(x: Dense, dtype: "float32" | "float64" | "int32" | "uint8" | "bool"): Dense {
  const convert = {
    float32: Math.fround,
    float64: (x: number) => x,
    int32: (x: number) => x | 0,
    uint8: (x: number) => x & 255,
    bool: (x: number) => Number(x !== 0),
  }[dtype];
  return elementwise((x) => convert(x), x);
}
