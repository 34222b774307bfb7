import { ArgumentError, DTypeError, ShapeError, type DType, type TypedArray } from "@convoke/core";
import type { TensorData, TensorDataDict } from "../tensor-data.js";
import { compareCodePoints } from "./compare-code-points.js";
import { fileDTypes } from "./file-dtype.js";
import { quote } from "./quote.js";
import { maxHeaderBytes } from "./read-header.js";

/** The host array of each dtype. */
const arrays: Readonly<Record<DType, new () => TypedArray>> = { float64: Float64Array, float32: Float32Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array };
const order = [...fileDTypes.values()];
const names = [...fileDTypes.keys()];

/**
 * Writes named tensors as the bytes of a safetensors file, equal to those of Python's `safetensors`.
 *
 * `storedAs` writes float32 as F16 or BF16 and int32 as I64. The bytes depend on names, dtypes, shapes, values and metadata only, not on the order of the keys.
 *
 * @throws ArgumentError for a name or metadata that the format cannot hold
 * @throws DTypeError for data that is not of its dtype
 * @throws ShapeError for data that does not have as many elements as its shape
 * @example
 * const bytes = encodeSafetensors({ "fc.bias": { shape: [2], dtype: "float32", data: new Float32Array([1, 2]) } });
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(tensors: TensorDataDict, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return encode("encodeSafetensors", tensors, metadata);
}

/** `encodeSafetensors` for a caller that names itself in the errors. */
export function encode(caller: string, tensors: TensorDataDict, metadata: Readonly<Record<string, string>>): Uint8Array {
  const parts = [...encodeParts(caller, tensors, metadata)];
  const file = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** The bytes of a file one after the other: the header, which is checked at once, then one tensor each, without copies of those that need none. */
export function encodeParts(caller: string, tensors: TensorDataDict, metadata: Readonly<Record<string, string>>): Iterable<Uint8Array> {
  const entries = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, place: checkTensor(caller, name, tensor) }))
    .sort((a, b) => a.place - b.place || compareCodePoints(a.name, b.name));

  let size = 0;
  const members = metadataMember(caller, metadata);
  for (const { name, tensor, place } of entries) {
    const begin = size;
    size += tensor.data.length * order[place]!.bytesPerElement;
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: names[place], shape: tensor.shape, data_offsets: [begin, size] })}`);
  }
  const text = new TextEncoder().encode(`{${members.join(",")}}`);
  const headerBytes = Math.ceil(text.length / 8) * 8;
  if (headerBytes > maxHeaderBytes) throw new ArgumentError(`${caller}: names and metadata need a header of ${headerBytes} bytes, expected at most ${maxHeaderBytes}`);

  const header = new Uint8Array(8 + headerBytes).fill(0x20, 8);
  new DataView(header.buffer).setUint32(0, headerBytes, true);
  header.set(text, 8);
  return (function* () {
    yield header;
    for (const { tensor, place } of entries) {
      const data = order[place]!.write?.(tensor.data) ?? tensor.data;
      yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    }
  })();
}

/** Checks one tensor and returns the place of its dtype in the file's order. */
function checkTensor(caller: string, name: string, { shape, dtype, data, storedAs }: TensorData): number {
  const where = `${caller}: tensor ${quote(name)}`;
  if (name === "__metadata__" || name === "__proto__") throw new ArgumentError(`${where} has a name that the format keeps for itself`);
  checkText(where, "a name", name);
  if (!Object.hasOwn(arrays, dtype)) throw new DTypeError(`${where} has dtype ${quote(String(dtype))}, expected one of ${Object.keys(arrays).join(", ")}`);
  const place = order.findIndex((type) => type.dtype === dtype && type.storedAs === storedAs);
  if (place === -1) throw new DTypeError(`${where} of dtype ${dtype} is to be stored as ${quote(String(storedAs))}, expected "F16" or "BF16" of float32, or "I64" of int32`);
  const array = arrays[dtype];
  if (!(data instanceof array)) throw new DTypeError(`${where} of dtype ${dtype} has data that is not a ${array.name}`);
  if (dtype === "bool" && data.some((value) => value > 1)) throw new DTypeError(`${where} of dtype bool has values other than 0 and 1`);
  if (!Array.isArray(shape) || !shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ShapeError(`${where} has a shape that is not a list of non-negative integers, got ${JSON.stringify(shape)}`);
  }
  const elements = shape.reduce((product, length) => product * length, 1);
  if (elements !== data.length) throw new ShapeError(`${where} has shape [${shape.join(", ")}] (${elements} elements), but data of ${data.length} elements`);
  return place;
}

function metadataMember(caller: string, metadata: Readonly<Record<string, string>>): string[] {
  const pairs = Object.entries(metadata).sort(([a], [b]) => compareCodePoints(a, b));
  if (pairs.length === 0) return [];
  const members = pairs.map(([key, value]) => {
    const where = `${caller}: metadata ${quote(key)}`;
    if (key === "__proto__") throw new ArgumentError(`${where} has a key that is refused`);
    if (typeof value !== "string") throw new ArgumentError(`${where} is ${value === null ? "null" : `a ${typeof value}`}, expected a string`);
    checkText(where, "a key", key);
    checkText(where, "a value", value);
    return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  });
  return [`"__metadata__":{${members.join(",")}}`];
}

function checkText(where: string, what: string, text: string): void {
  if (/\p{Surrogate}/u.test(text)) throw new ArgumentError(`${where} has ${what} with half a surrogate pair, which UTF-8 cannot hold`);
}
