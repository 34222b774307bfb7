import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

export function oracleNeg(x: Dense): Dense {
  return elementwise((x) => -x, x);
}

export function oracleAbs(x: Dense): Dense {
  return elementwise(Math.abs, x);
}

/** −1, 0 or 1; 0 for NaN, as in PyTorch. */
export function oracleSign(x: Dense): Dense {
  return elementwise((x) => Number(x > 0) - Number(x < 0), x);
}

export function oracleSquare(x: Dense): Dense {
  return elementwise((x) => x * x, x);
}

export function oracleSqrt(x: Dense): Dense {
  return elementwise(Math.sqrt, x);
}

export function oracleRsqrt(x: Dense): Dense {
  return elementwise((x) => 1 / Math.sqrt(x), x);
}

export function oracleReciprocal(x: Dense): Dense {
  return elementwise((x) => 1 / x, x);
}

export function oracleExp(x: Dense): Dense {
  return elementwise(Math.exp, x);
}

export function oracleExpm1(x: Dense): Dense {
  return elementwise(Math.expm1, x);
}

export function oracleLog(x: Dense): Dense {
  return elementwise(Math.log, x);
}

export function oracleLog1p(x: Dense): Dense {
  return elementwise(Math.log1p, x);
}
