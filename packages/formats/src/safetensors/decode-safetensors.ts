import { ArgumentError } from "@convoke/core";
import type { TensorData } from "../tensor-data.js";
import { type Corrupt, corruptFile } from "./corrupt.js";
import { quote } from "./quote.js";
import { readHeader } from "./read-header.js";

/** What a safetensors file holds. Both records have no prototype, so that no name in a file can mean anything but itself. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, TensorData>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the bytes of a safetensors file; everything in the result is a copy.
 *
 * F64, F32, I32, U8 and BOOL come back as they are. F16 and BF16 become float32 (exactly), I64 becomes int32 where every value fits.
 * The file may be hostile: each length, name and offset is checked before it is used.
 *
 * @throws DataError for a file that is truncated, corrupt, ambiguous (duplicate keys, overlaps, holes) or of another dtype
 * @example
 * const { tensors, metadata } = decodeSafetensors(bytes);
 * tensors["fc.weight"]?.shape; // [10, 64]
 * @see https://github.com/huggingface/safetensors#format
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (!(bytes instanceof Uint8Array)) throw new ArgumentError("decodeSafetensors: bytes is not a Uint8Array");
  return decode(bytes, corruptFile("decodeSafetensors"));
}

/** `decodeSafetensors` for a caller that names its file in the errors. */
export function decode(bytes: Uint8Array, corrupt: Corrupt): Safetensors {
  const { entries, metadata } = readHeader(bytes, corrupt);
  const tensors: Record<string, TensorData> = Object.create(null);
  for (const { name, type, shape, begin, end } of entries) {
    const copy = new Uint8Array(end - begin);
    copy.set(bytes.subarray(begin, end));
    const data = type.read(copy.buffer, (problem) => corrupt(`tensor ${quote(name)}: ${problem}`));
    tensors[name] = { shape, dtype: type.dtype, data };
  }
  return { tensors, metadata: Object.assign(Object.create(null), Object.fromEntries(metadata)) };
}
