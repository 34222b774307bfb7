import { ArgumentError } from "@convoke/core";
import type { TensorData } from "../tensor-data.js";
import { type Corrupt, corruptFile } from "./corrupt.js";
import { quote } from "./quote.js";
import { readHeader, type HeaderEntry } from "./read-header.js";

/** What a safetensors file holds. Both records have no prototype, so that no name in a file can mean anything but itself. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, TensorData>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the bytes of a safetensors file; everything in the result is a copy.
 *
 * F64, F32, I32, U8 and BOOL come back as they are. F16 and BF16 become float32 (exactly), I64 becomes int32 where every value fits; `storedAs` then says
 * so, and `encodeSafetensors` writes them as they were.
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
  for (const entry of entries) tensors[entry.name] = toTensorData(entry, new Uint8Array(bytes.subarray(entry.begin, entry.end)), corrupt);
  return { tensors, metadata: toRecord(metadata) };
}

/** @param bytes of the tensor, which the result may keep */
export function toTensorData({ name, type, shape }: HeaderEntry, bytes: Uint8Array<ArrayBuffer>, corrupt: Corrupt): TensorData {
  const data = type.read(bytes.buffer, (problem) => corrupt(`tensor ${quote(name)}: ${problem}`));
  return { shape, dtype: type.dtype, data, ...(type.storedAs && { storedAs: type.storedAs }) };
}

/** Without a prototype. */
export const toRecord = (metadata: ReadonlyMap<string, string>): Record<string, string> => Object.assign(Object.create(null), Object.fromEntries(metadata));
