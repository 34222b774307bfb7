import { ArgumentError } from "@convoke/core";
import { readHeader, type IdxData } from "./idx-header.js";
import { idxError, refetch, type IdxSource } from "./idx-source.js";

export interface IdxArray {
  /** [] for a single number. */
  readonly shape: readonly number[];
  /** Row-major; of bytes it is a view of the file's, else a copy. */
  readonly data: IdxData;
}

/**
 * Reads an IDX file: two zero bytes, a type byte, the rank, a big-endian u32 for each axis, then the big-endian numbers in row-major order.
 *
 * `name` stands in the messages of errors. Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 *
 * @throws {DataError} when the bytes are not exactly one IDX file.
 * @example
 * const { shape, data } = parseIdx(bytes, "train-labels-idx1-ubyte"); // [60000], Uint8Array
 */
export function parseIdx(bytes: Uint8Array, name = "IDX file"): IdxArray {
  const source = { caller: "parseIdx", name, hint: refetch };
  return decodeIdx(bytes, isGzip(bytes, source) ? { ...source, hint: "it is compressed with gzip: use readIdx" } : source);
}

export function isGzip(bytes: Uint8Array, { caller, name }: IdxSource): boolean {
  if (!(bytes instanceof Uint8Array)) throw new ArgumentError(`${caller}: ${name} is ${String(bytes)}, expected a Uint8Array`);
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function decodeIdx(bytes: Uint8Array, source: IdxSource): IdxArray {
  const { type, shape, start, length } = readHeader(bytes, source);
  if (bytes.length !== length) {
    const problem = bytes.length < length ? "is truncated" : "has bytes after its end";
    throw idxError(source, `${problem}, expected ${length} bytes for [${shape.join(", ")}] of ${type.name}, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { shape, data: type.decode(view, start, (length - start) / type.bytes) };
}
