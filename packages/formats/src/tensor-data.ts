import type { DType, TypedArray } from "@convoke/core";

/** A tensor as plain host data: row-major values with a shape and a dtype (`uint8` and `bool` in a Uint8Array). */
export interface TensorData {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: TypedArray;
  /** In the file, where that differs from `dtype`: "F16" or "BF16" of float32 (rounded to the nearest, ties to even), "I64" of int32. */
  readonly storedAs?: "F16" | "BF16" | "I64";
}

/** Named tensors as plain host data, such as a state dict whose tensors were read with `await t.data()`. */
export type TensorDataDict = Readonly<Record<string, TensorData>>;
