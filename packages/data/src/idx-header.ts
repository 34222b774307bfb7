import { idxError, type IdxSource } from "./idx-source.js";

/** The host arrays that an IDX file can hold: u8, i8, i16, i32, f32, f64. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxHeader {
  readonly type: IdxType;
  readonly shape: readonly number[];
  /** Bytes before the data. */
  readonly start: number;
  /** Bytes of the whole file. May be far beyond what exists, but is exact below 2⁵³. */
  readonly length: number;
}

interface IdxType {
  readonly name: string;
  readonly bytes: number;
  /** Reads `size` big-endian numbers from `start`. */
  readonly decode: (view: DataView, start: number, size: number) => IdxData;
}

const types: ReadonlyMap<number, IdxType> = new Map([
  [0x08, { name: "uint8", bytes: 1, decode: (view, start, size) => new Uint8Array(view.buffer, view.byteOffset + start, size) }],
  [0x09, { name: "int8", bytes: 1, decode: (view, start, size) => new Int8Array(view.buffer, view.byteOffset + start, size) }],
  [0x0b, { name: "int16", bytes: 2, decode: (view, start, size) => Int16Array.from({ length: size }, (_, i) => view.getInt16(start + 2 * i)) }],
  [0x0c, { name: "int32", bytes: 4, decode: (view, start, size) => Int32Array.from({ length: size }, (_, i) => view.getInt32(start + 4 * i)) }],
  [0x0d, { name: "float32", bytes: 4, decode: (view, start, size) => Float32Array.from({ length: size }, (_, i) => view.getFloat32(start + 4 * i)) }],
  [0x0e, { name: "float64", bytes: 8, decode: (view, start, size) => Float64Array.from({ length: size }, (_, i) => view.getFloat64(start + 8 * i)) }],
] satisfies [number, IdxType][]);

/** The bytes that the header needs, as far as `bytes` can tell: 4, then 4 more for each axis. */
export const headerLength = (bytes: Uint8Array): number => 4 + 4 * (bytes[3] ?? 0);

/** The header at the start of `bytes`, of which the rest may be missing. */
export function readHeader(bytes: Uint8Array, source: IdxSource): IdxHeader {
  const start = headerLength(bytes);
  const type = types.get(bytes[2] ?? 0);
  if (bytes.length >= 4 && (bytes[0] !== 0 || bytes[1] !== 0 || !type)) {
    const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw idxError(source, `is not an IDX file, expected it to start with 00 00, a type 08, 09, 0b … 0e and a rank, got ${magic}`);
  }
  if (!type || bytes.length < start) throw idxError(source, `is truncated, expected a header of ${start} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: (start - 4) / 4 }, (_, axis) => view.getUint32(4 + 4 * axis));
  // An empty array may have huge axes, whose product overflows to Infinity; Infinity · 0 is NaN.
  const size = shape.includes(0) ? 0 : shape.reduce((product, axis) => product * axis, 1);
  return { type, shape, start, length: start + size * type.bytes };
}
