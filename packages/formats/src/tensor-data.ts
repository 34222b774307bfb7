import type { DType, TypedArray } from "@convoke/core";

/** A tensor as plain host data: row-major values with a shape and a dtype (`uint8` and `bool` in a Uint8Array). */
export interface TensorData {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: TypedArray;
}

/** Named tensors as plain host data, such as a state dict whose tensors were read with `await t.data()`. */
export type TensorDataDict = Readonly<Record<string, TensorData>>;
