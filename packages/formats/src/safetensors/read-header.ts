import type { Corrupt } from "./corrupt.js";
import { type FileDType, fileDTypes } from "./file-dtype.js";
import { type HeaderJson, parseHeaderJson } from "./parse-json.js";
import { quote } from "./quote.js";

/** The limit of the format's reference implementation. */
export const maxHeaderBytes = 100_000_000;

/** One tensor of the header; `begin` and `end` are bytes from the start of the file. */
export interface HeaderEntry {
  readonly name: string;
  readonly type: FileDType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly HeaderEntry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Reads and checks everything that can be wrong with a file but the values of its tensors. */
export function readHeader(bytes: Uint8Array, corrupt: Corrupt): Header {
  const dataStart = 8 + headerLength(bytes, bytes.length, corrupt);
  return parseHeader(bytes.subarray(8, dataStart), bytes.length, corrupt);
}

/** The length of the header, from the first 8 bytes of a file of `fileBytes`, or null where that is not known yet. */
export function headerLength(start: Uint8Array, fileBytes: number | null, corrupt: Corrupt): number {
  if (start.length < 8) throw corrupt(`there are ${start.length} bytes, expected at least the 8 of the header's length`);
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > maxHeaderBytes) throw corrupt(`the header's length is ${length} bytes, expected at most ${maxHeaderBytes}`);
  if (fileBytes !== null && length > fileBytes - 8) throw corrupt(`the header's length is ${length} bytes, but only ${fileBytes - 8} follow`);
  return Number(length);
}

/** Reads the header that stands behind its length; the entries come in the order of their bytes. */
export function parseHeader(header: Uint8Array, fileBytes: number | null, corrupt: Corrupt): Header {
  const dataStart = 8 + header.length;
  const root = parseHeaderJson(headerText(header, corrupt), corrupt);
  if (!(root instanceof Map)) throw corrupt("the header is not an object");

  const entries: HeaderEntry[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, value] of root as ReadonlyMap<string, HeaderJson>) {
    if (name === "__metadata__") metadata = readMetadata(value, corrupt);
    else entries.push(readEntry(name, value, dataStart, corrupt));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  const end = checkCoverage(entries, dataStart, corrupt);
  if (fileBytes !== null && end !== fileBytes) throw corrupt(`the tensors cover ${end - dataStart} bytes of data, but the file holds ${fileBytes - dataStart}`);
  return { entries, metadata };
}

function headerText(header: Uint8Array, corrupt: Corrupt): string {
  if (header[0] !== 0x7b) throw corrupt('the header does not start with "{"');
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
  } catch {
    throw corrupt("the header is not UTF-8");
  }
}

function readMetadata(value: HeaderJson, corrupt: Corrupt): ReadonlyMap<string, string> {
  if (!(value instanceof Map)) throw corrupt("__metadata__ is not an object");
  for (const [key, text] of value) {
    if (key === "__proto__") throw corrupt('__metadata__ has the key "__proto__", which is refused');
    if (typeof text !== "string") throw corrupt(`__metadata__ has ${quote(key)} that is not a string`);
  }
  return value as ReadonlyMap<string, string>;
}

function readEntry(name: string, value: HeaderJson, dataStart: number, corrupt: Corrupt): HeaderEntry {
  const wrong = (problem: string): Error => corrupt(`tensor ${quote(name)} ${problem}`);
  if (name === "__proto__") throw wrong("has a name that is refused");
  if (!(value instanceof Map) || value.size !== 3) throw wrong("is not described by dtype, shape and data_offsets, and nothing else");
  const [dtype, shape, offsets] = ["dtype", "shape", "data_offsets"].map((key) => value.get(key) as HeaderJson | undefined);

  const type = typeof dtype === "string" ? fileDTypes.get(dtype) : undefined;
  if (type === undefined) {
    const got = typeof dtype === "string" ? quote(dtype) : "none";
    throw wrong(`has a dtype that cannot be read, expected one of ${[...fileDTypes.keys()].join(", ")}, got ${got}`);
  }
  if (!isIntegers(shape)) throw wrong("has a shape that is not a list of integers");
  if (!isIntegers(offsets) || offsets.length !== 2) throw wrong("has data_offsets that are not two integers");

  const [begin, end] = offsets as [number, number];
  let needed = type.bytesPerElement;
  for (const length of shape) {
    needed *= length;
    if (!Number.isSafeInteger(needed)) throw wrong("has a shape with more elements than can be counted");
  }
  if (end - begin !== needed) throw wrong(`needs ${needed} bytes, but data_offsets [${begin}, ${end}] hold ${end - begin}`);
  return { name, type, shape, begin: dataStart + begin, end: dataStart + end };
}

function isIntegers(value: HeaderJson | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

/** Every byte of data belongs to exactly one tensor: nothing overlaps, nothing hides in a hole. Returns where the last one ends. */
function checkCoverage(entries: readonly HeaderEntry[], dataStart: number, corrupt: Corrupt): number {
  let at = dataStart;
  for (const { name, begin, end } of entries) {
    if (begin !== at) {
      const relation = begin < at ? "overlaps the tensor before it" : "leaves a hole before it";
      throw corrupt(`tensor ${quote(name)} ${relation}, expected it to begin at byte ${at - dataStart} of the data, got ${begin - dataStart}`);
    }
    at = end;
  }
  return at;
}
