import type { DType, TypedArray } from "@convoke/core";
import type { TensorData } from "../tensor-data.js";
import type { Corrupt } from "./corrupt.js";
import { bfloat16ToFloat32, float16ToFloat32, float32ToBfloat16, float32ToFloat16 } from "./half-float.js";

/** One dtype of the file format and how its bytes become host data, and back. */
export interface FileDType {
  readonly bytesPerElement: number;
  readonly dtype: DType;
  /** Set where the file holds something else than the host. */
  readonly storedAs?: NonNullable<TensorData["storedAs"]>;
  /** @param bytes an aligned copy that the result may keep */
  read(bytes: ArrayBuffer, corrupt: Corrupt): TypedArray;
  /** What is written of host data; the data itself unless given. */
  write?(data: TypedArray): ArrayBufferView;
}

/**
 * The dtypes by their names in the file, in the order in which a file holds them: the reference implementation writes wide ones first, so that all data
 * is aligned.
 */
export const fileDTypes: ReadonlyMap<string, FileDType> = /* @__PURE__ */ new Map<string, FileDType>([
  ["I64", { bytesPerElement: 8, dtype: "int32", storedAs: "I64", read: int64ToInt32, write: (data) => BigInt64Array.from(data, BigInt) }],
  ["F64", { bytesPerElement: 8, dtype: "float64", read: (bytes) => new Float64Array(bytes) }],
  ["F32", { bytesPerElement: 4, dtype: "float32", read: (bytes) => new Float32Array(bytes) }],
  ["I32", { bytesPerElement: 4, dtype: "int32", read: (bytes) => new Int32Array(bytes) }],
  ["BF16", { bytesPerElement: 2, dtype: "float32", storedAs: "BF16", read: (bytes) => bfloat16ToFloat32(new Uint16Array(bytes)), write: (data) => float32ToBfloat16(data as Float32Array) }],
  ["F16", { bytesPerElement: 2, dtype: "float32", storedAs: "F16", read: (bytes) => float16ToFloat32(new Uint16Array(bytes)), write: (data) => float32ToFloat16(data as Float32Array) }],
  ["U8", { bytesPerElement: 1, dtype: "uint8", read: (bytes) => new Uint8Array(bytes) }],
  ["BOOL", { bytesPerElement: 1, dtype: "bool", read: readBool }],
]);

function int64ToInt32(bytes: ArrayBuffer, corrupt: Corrupt): Int32Array {
  const words = new Int32Array(bytes); // low, high, low, high …
  return Int32Array.from({ length: words.length / 2 }, (_, i) => {
    const low = words[2 * i]!;
    if (words[2 * i + 1] !== low >> 31) {
      const value = new BigInt64Array(bytes)[i]!;
      throw corrupt(`its I64 value ${value} at element ${i} does not fit in int32`);
    }
    return low;
  });
}

function readBool(bytes: ArrayBuffer, corrupt: Corrupt): Uint8Array {
  const values = new Uint8Array(bytes);
  const bad = values.findIndex((value) => value > 1);
  if (bad !== -1) throw corrupt(`its BOOL byte at element ${bad} is ${values[bad]}, expected 0 or 1`);
  return values;
}
