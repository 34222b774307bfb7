import { sizeOf } from "../oracle/dense.js";
import type { Operand } from "../suite/spec.js";

/** Values for a sample: eighths between −4 and 4 in an order without pattern, exact in float32; another `salt` gives others. */
export function ramp(shape: readonly number[], salt = 1): Operand {
  return { shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => (((i + salt) * 37 + salt * 11) % 65) / 8 - 4) };
}

/** Integers 0 … below − 1 for labels and indices. */
export function labels(shape: readonly number[], below: number, dtype: "int32" | "uint8" = "int32"): Operand {
  return { shape, dtype, data: Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7 + 3) % below) };
}

/** Positive values between ⅛ and 8. */
export function positive(shape: readonly number[], salt = 1): Operand {
  const { data } = ramp(shape, salt);
  return { shape, data: Array.from(data, (value) => Math.abs(value) + 0.125) };
}

/** The values given, in a tensor of the float dtype under test. */
export function values(...data: number[]): Operand {
  return { shape: [data.length], data };
}
