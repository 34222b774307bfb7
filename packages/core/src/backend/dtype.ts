import { DTypeError } from "../errors/dtype-error.js";

/** Element types. `float64` exists where a backend's capabilities say so; `bool` is stored as 0 and 1. */
export type DType = "float32" | "float64" | "int32" | "uint8" | "bool";

/** The host array that carries a dtype: Float32Array, Float64Array, Int32Array, Uint8Array (uint8 and bool). */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

export const dtypes = Object.keys(constructors) as readonly DType[];

/** A zeroed host array of `size` elements. */
export function allocate(dtype: DType, size: number): TypedArray {
  return new constructors[dtype](size);
}

export function bytesPerElement(dtype: DType): number {
  return constructors[dtype].BYTES_PER_ELEMENT;
}

export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}

/** The dtype that a host array carries when nothing else is said; Uint8Array is `uint8`. */
export function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Uint8Array) return "uint8";
  throw new DTypeError(`tensor: ${Object.prototype.toString.call(data).slice(8, -1)} has no dtype, expected one of ${dtypes.join(", ")}`);
}
