/**
 * output[i] = op(a[i], b[i]) over layouts of one shape; a number stands for a tensor of b's shape with all strides 0.
 *
 * Integer results wrap when stored, and int32 products wrap exactly. Integer division truncates; a division by 0 gives 0.
 */
import { allocate, type BinaryOp, type TypedArray, type View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { rowsOf } from "./rows.js";

/** Fills out[to … end − 1] from a[i], a[i + aStep] … and b[j], b[j + bStep] … */
type Row = (a: TypedArray, i: number, aStep: number, b: TypedArray, j: number, bStep: number, out: TypedArray, to: number, end: number) => void;

const rows: Readonly<Record<BinaryOp, Row>> = {
  add: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] + b[j]; },
  sub: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] - b[j]; },
  mul: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] * b[j]; },
  div: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] / b[j]; },
  pow: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = power(a[i], b[j]); },
  max: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = Math.max(a[i], b[j]); },
  min: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = Math.min(a[i], b[j]); },
  eq: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = +(a[i] === b[j]); },
  ne: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = +(a[i] !== b[j]); },
  lt: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = +(a[i] < b[j]); },
  le: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = +(a[i] <= b[j]); },
  and: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] & b[j]; },
  or: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] | b[j]; },
  xor: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = a[i] ^ b[j]; },
};

/** Where float64 arithmetic would not wrap exactly. */
const int32Rows: Readonly<Partial<Record<BinaryOp, Row>>> = {
  mul: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = Math.imul(a[i], b[j]); },
  pow: (a, i, aStep, b, j, bStep, out, to, end) => { for (; to < end; to++, i += aStep, j += bStep) out[to] = integerPower(a[i], b[j]); },
};

export function binary(op: BinaryOp, a: View<CpuStorage>, b: View<CpuStorage> | number, output: CpuStorage): void {
  const { dtype, data } = a.storage;
  const right = typeof b === "number" ? constant(b, a) : { data: b.storage.data, layout: b.layout };
  const { count, length, starts, steps } = rowsOf(a.layout, right.layout);
  const row = (dtype === "int32" || dtype === "uint8" ? int32Rows[op] : undefined) ?? rows[op];
  for (let r = 0; r < count; r++) {
    row(data, starts[0]![r]!, steps[0]!, right.data, starts[1]![r]!, steps[1]!, output.data, r * length, (r + 1) * length);
  }
}

/** The number, rounded to the dtype of the tensor that it meets. */
function constant(value: number, { storage: { dtype }, layout: { shape } }: View<CpuStorage>) {
  return { data: allocate(dtype, 1).fill(value), layout: { shape, strides: shape.map(() => 0), offset: 0 } };
}

/** C's pow: unlike JavaScript's, 1 to any power and −1 to ±Infinity are 1. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

/** base ** exponent modulo 2³²; a negative exponent leaves only ±1 other than 0. */
function integerPower(base: number, exponent: number): number {
  if (exponent < 0) return Math.trunc(base ** exponent);
  let result = 1;
  for (let square = base; exponent > 0; exponent >>= 1, square = Math.imul(square, square)) {
    if (exponent & 1) result = Math.imul(result, square);
  }
  return result;
}
