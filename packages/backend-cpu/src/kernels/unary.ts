/** output[i] = op(x[i]): one loop per function, so that V8 compiles each without a call per element. Integer results wrap when stored. */
import type { TypedArray, UnaryOp, View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { erf } from "./erf.js";
import { rowsOf } from "./rows.js";

/** Fills out[to … end − 1] from x[from], x[from + step] … */
type Row = (x: TypedArray, from: number, step: number, out: TypedArray, to: number, end: number) => void;

const rows: Readonly<Record<UnaryOp, Row>> = {
  neg: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = -x[from]; },
  abs: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.abs(x[from]); },
  sign: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = +(x[from] > 0) - +(x[from] < 0); },
  exp: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.exp(x[from]); },
  expm1: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.expm1(x[from]); },
  log: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.log(x[from]); },
  log1p: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.log1p(x[from]); },
  sqrt: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.sqrt(x[from]); },
  rsqrt: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = 1 / Math.sqrt(x[from]); },
  reciprocal: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = 1 / x[from]; },
  tanh: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.tanh(x[from]); },
  sigmoid: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = 1 / (1 + Math.exp(-x[from])); },
  relu: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = x[from] <= 0 ? 0 : x[from]; },
  floor: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.floor(x[from]); },
  ceil: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = Math.ceil(x[from]); },
  round: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = roundHalfToEven(x[from]); },
  erf: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = erf(x[from]); },
  isNaN: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = +(x[from] !== x[from]); },
  isFinite: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = +(x[from] - x[from] === 0); },
  not: (x, from, step, out, to, end) => { for (; to < end; to++, from += step) out[to] = +(x[from] === 0); },
};

/** relu on the bits of float32, several times as fast where signs are random, because nothing branches on them; NaN stays. */
const reluBits: Row = (x, from, step, out, to, end) => {
  for (; to < end; to++, from += step) {
    const bits = x[from];
    const isNaN = (bits & 0x7fffffff) > 0x7f800000;
    out[to] = isNaN ? bits : bits & ~(bits >> 31);
  }
};

export function unary(op: UnaryOp, x: View<CpuStorage>, output: CpuStorage): void {
  const { count, length, starts, steps } = rowsOf(x.layout);
  const asBits = op === "relu" && x.storage.dtype === "float32";
  const row = asBits ? reluBits : rows[op];
  const from = asBits ? new Int32Array(x.storage.data.buffer) : x.storage.data;
  const to = asBits ? new Int32Array(output.data.buffer) : output.data;
  for (let r = 0; r < count; r++) row(from, starts[0]![r]!, steps[0]!, to, r * length, (r + 1) * length);
}

function roundHalfToEven(x: number): number {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
}
