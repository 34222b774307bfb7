import type { DType, TypedArray } from "@convoke/core";
import type { Corrupt } from "./corrupt.js";
import { bfloat16ToFloat32, float16ToFloat32 } from "./half-float.js";

/** One dtype of the file format and how its bytes become host data. */
export interface FileDType {
  readonly bytesPerElement: number;
  readonly dtype: DType;
  /** @param bytes an aligned copy that the result may keep */
  read(bytes: ArrayBuffer, corrupt: Corrupt): TypedArray;
}

/** The dtypes that can be read, by their name in the file. */
export const fileDTypes: ReadonlyMap<string, FileDType> = new Map<string, FileDType>([
  ["F64", { bytesPerElement: 8, dtype: "float64", read: (bytes) => new Float64Array(bytes) }],
  ["F32", { bytesPerElement: 4, dtype: "float32", read: (bytes) => new Float32Array(bytes) }],
  ["F16", { bytesPerElement: 2, dtype: "float32", read: (bytes) => float16ToFloat32(new Uint16Array(bytes)) }],
  ["BF16", { bytesPerElement: 2, dtype: "float32", read: (bytes) => bfloat16ToFloat32(new Uint16Array(bytes)) }],
  ["I64", { bytesPerElement: 8, dtype: "int32", read: int64ToInt32 }],
  ["I32", { bytesPerElement: 4, dtype: "int32", read: (bytes) => new Int32Array(bytes) }],
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
