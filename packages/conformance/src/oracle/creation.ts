import { at, build, type Dense } from "./dense.js";

/** output[…] = value. */
export function oracleFull(shape: readonly number[], value: number): Dense {
  return build(shape, () => value);
}

export function oracleZeros(shape: readonly number[]): Dense {
  return oracleFull(shape, 0);
}

export function oracleOnes(shape: readonly number[]): Dense {
  return oracleFull(shape, 1);
}

export function oracleZerosLike(x: Dense): Dense {
  return oracleZeros(x.shape);
}

export function oracleOnesLike(x: Dense): Dense {
  return oracleOnes(x.shape);
}

/** output[i] = start + i·step for every such number before `end`; one argument is the end. */
export function oracleArange(startOrEnd: number, end?: number, step = 1): Dense {
  const [from, to] = end === undefined ? [0, startOrEnd] : [startOrEnd, end];
  return build([Math.max(0, Math.ceil((to - from) / step))], (i) => from + i * step);
}

/** output[i] = start + i·(end − start)/(steps − 1): both ends included. */
export function oracleLinspace(start: number, end: number, steps: number): Dense {
  return build([steps], (i) => (steps === 1 ? start : (start * (steps - 1 - i) + end * i) / (steps - 1)));
}

/** output[i, j] = 1 where i = j. */
export function oracleEye(n: number, m = n): Dense {
  return build([n, m], (i, j) => (i === j ? 1 : 0));
}

/** output[…, c] = 1 where indices[…] = c; absent numClasses = largest index + 1. */
export function oracleOneHot(indices: Dense, numClasses = Math.max(-1, ...indices.data) + 1): Dense {
  return build([...indices.shape, numClasses], (...index) => (at(indices, ...index.slice(0, -1)) === index.at(-1) ? 1 : 0));
}
