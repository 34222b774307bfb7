import { ArgumentError, DTypeError, ShapeError, type DType, type TypedArray } from "@convoke/core";
import type { TensorData, TensorDataDict } from "../tensor-data.js";
import { compareCodePoints } from "./compare-code-points.js";
import { quote } from "./quote.js";
import { maxHeaderBytes } from "./read-header.js";

/** In the order of the file: the reference implementation writes wide dtypes first, so that all data is aligned. */
const written: readonly { dtype: DType; name: string; array: new () => TypedArray }[] = [
  { dtype: "float64", name: "F64", array: Float64Array },
  { dtype: "float32", name: "F32", array: Float32Array },
  { dtype: "int32", name: "I32", array: Int32Array },
  { dtype: "uint8", name: "U8", array: Uint8Array },
  { dtype: "bool", name: "BOOL", array: Uint8Array },
];

/**
 * Writes named tensors as the bytes of a safetensors file, equal to those of Python's `safetensors`.
 *
 * The bytes depend on names, dtypes, shapes, values and metadata only, not on the order of the keys.
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
  const entries = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, order: checkTensor(caller, name, tensor) }))
    .sort((a, b) => a.order - b.order || compareCodePoints(a.name, b.name));

  let size = 0;
  const members = metadataMember(caller, metadata);
  for (const { name, tensor, order } of entries) {
    const begin = size;
    size += tensor.data.byteLength;
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: written[order]!.name, shape: tensor.shape, data_offsets: [begin, size] })}`);
  }
  const text = new TextEncoder().encode(`{${members.join(",")}}`);
  const headerBytes = Math.ceil(text.length / 8) * 8;
  if (headerBytes > maxHeaderBytes) throw new ArgumentError(`${caller}: names and metadata need a header of ${headerBytes} bytes, expected at most ${maxHeaderBytes}`);

  const file = new Uint8Array(8 + headerBytes + size);
  new DataView(file.buffer).setUint32(0, headerBytes, true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const { data } of entries.map((entry) => entry.tensor)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** Checks one tensor and returns the place of its dtype in `written`. */
function checkTensor(caller: string, name: string, { shape, dtype, data }: TensorData): number {
  const where = `${caller}: tensor ${quote(name)}`;
  if (name === "__metadata__" || name === "__proto__") throw new ArgumentError(`${where} has a name that the format keeps for itself`);
  checkText(where, "a name", name);
  const order = written.findIndex((type) => type.dtype === dtype);
  if (order === -1) throw new DTypeError(`${where} has dtype ${quote(String(dtype))}, expected one of ${written.map((type) => type.dtype).join(", ")}`);
  const { array } = written[order]!;
  if (!(data instanceof array)) throw new DTypeError(`${where} of dtype ${dtype} has data that is not a ${array.name}`);
  if (dtype === "bool" && data.some((value) => value > 1)) throw new DTypeError(`${where} of dtype bool has values other than 0 and 1`);
  if (!Array.isArray(shape) || !shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ShapeError(`${where} has a shape that is not a list of non-negative integers, got ${JSON.stringify(shape)}`);
  }
  const elements = shape.reduce((product, length) => product * length, 1);
  if (elements !== data.length) throw new ShapeError(`${where} has shape [${shape.join(", ")}] (${elements} elements), but data of ${data.length} elements`);
  return order;
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
