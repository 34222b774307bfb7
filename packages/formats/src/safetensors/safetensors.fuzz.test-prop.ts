import { DataError } from "@convoke/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TensorData, TensorDataDict } from "../tensor-data.js";
import { decodeSafetensors, type Safetensors } from "./decode-safetensors.js";
import { encodeSafetensors } from "./encode-safetensors.js";
import { bfloat16ToFloat32, float16ToFloat32 } from "./half-float.js";
import { streamSafetensors } from "./stream-safetensors.js";

const numRuns = Number(process.env["FUZZ"] ?? 2000);
const shapes = fc.array(fc.nat(4), { maxLength: 4 });
const elements = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const values = <T>(shape: readonly number[], value: fc.Arbitrary<T>) =>
  fc.array(value, { minLength: elements(shape), maxLength: elements(shape) });

const tensorData: fc.Arbitrary<TensorData> = shapes.chain((shape) =>
  fc.oneof(
    values(shape, fc.float()).map((data) => ({ shape, dtype: "float32" as const, data: new Float32Array(data) })),
    values(shape, fc.nat(0xffff)).map((bits) => ({ shape, dtype: "float32" as const, storedAs: "F16" as const, data: float16ToFloat32(Uint16Array.from(bits)) })),
    values(shape, fc.nat(0xffff)).map((bits) => ({ shape, dtype: "float32" as const, storedAs: "BF16" as const, data: bfloat16ToFloat32(Uint16Array.from(bits)) })),
    values(shape, fc.integer()).map((data) => ({ shape, dtype: "int32" as const, storedAs: "I64" as const, data: new Int32Array(data) })),
    values(shape, fc.double()).map((data) => ({ shape, dtype: "float64" as const, data: new Float64Array(data) })),
    values(shape, fc.integer()).map((data) => ({ shape, dtype: "int32" as const, data: new Int32Array(data) })),
    values(shape, fc.nat(255)).map((data) => ({ shape, dtype: "uint8" as const, data: new Uint8Array(data) })),
    values(shape, fc.nat(1)).map((data) => ({ shape, dtype: "bool" as const, data: new Uint8Array(data) })),
  ),
);
const reserved = ["__metadata__", "__proto__"];
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const names = text.filter((name) => !reserved.includes(name));
const dicts: fc.Arbitrary<TensorDataDict> = fc.dictionary(names, tensorData, { maxKeys: 5 });
const metadata = fc.dictionary(names, text, { maxKeys: 3 });

test("what was written is read back, bit for bit", () => {
  fc.assert(
    fc.property(dicts, metadata, (tensors, notes) => {
      const decoded = decodeSafetensors(encodeSafetensors(tensors, notes));
      expect({ ...decoded.tensors }).toEqual({ ...tensors });
      expect({ ...decoded.metadata }).toEqual({ ...notes });
    }),
  );
});

/** What a file holds, read as a stream in small chunks, or the DataError that it is refused with. */
async function stream(bytes: Uint8Array): Promise<Safetensors | DataError> {
  try {
    const file = await streamSafetensors((async function* () {
      for (let at = 0; at < bytes.length; at += 23) yield bytes.subarray(at, at + 23);
    })());
    const tensors: Record<string, TensorData> = Object.create(null);
    for await (const { name, ...tensor } of file) tensors[name] = tensor;
    return { tensors, metadata: file.metadata };
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

/** The promise of both readers: a DataError, or a result that is whole and can be written again. */
async function decodesOrRefuses(bytes: Uint8Array): Promise<void> {
  const streamed = await stream(bytes);
  let decoded;
  try {
    decoded = decodeSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect(streamed).toBeInstanceOf(DataError);
    return;
  }
  expect(streamed).toEqual(decoded);
  for (const { shape, data } of Object.values(decoded.tensors)) expect(data.length).toBe(elements(shape));
  expect(decodeSafetensors(encodeSafetensors(decoded.tensors, decoded.metadata))).toEqual(decoded);
}

const edit = fc.record({
  at: fc.nat(400),
  remove: fc.nat(3),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", "0", "-1", "1e9", "9999999999999999", '"w":1,', "null", " ").map((s) => Buffer.from(s)),
  ),
});

test("a damaged file is refused or read, never anything else", () => {
  return fc.assert(
    fc.asyncProperty(dicts, metadata, fc.array(edit, { minLength: 1, maxLength: 4 }), fc.boolean(), async (tensors, notes, edits, fixLength) => {
      const original = encodeSafetensors(tensors, notes);
      let bytes = Buffer.from(original);
      for (const { at, remove, insert } of edits) bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
      if (fixLength && bytes.length >= 8) {
        const headerBytes = new DataView(original.buffer).getUint32(0, true) + bytes.length - original.length;
        bytes.writeBigUInt64LE(BigInt(Math.max(0, headerBytes)));
      }
      return decodesOrRefuses(bytes);
    }),
    { numRuns },
  );
});

const jsonValue = fc.oneof(fc.nat(20), fc.constantFrom("F32", "U8", "BOOL", "I64", "x"), fc.array(fc.nat(8), { maxLength: 3 }), fc.constant(null));
const info = fc.oneof(
  { weight: 4, arbitrary: fc.record({ dtype: fc.constantFrom("F32", "U8", "F16"), shape: fc.array(fc.nat(3), { maxLength: 2 }), data_offsets: fc.tuple(fc.nat(12), fc.nat(12)) }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("dtype", "shape", "data_offsets", "more"), jsonValue) },
);

test("a hostile header is refused or read, never anything else", () => {
  const key = fc.constantFrom("a", "b", "__metadata__", "__proto__", "toString", "\u0000");
  return fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, info), { maxLength: 3 }), fc.nat(16), async (members, dataBytes) => {
      const header = `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
      const bytes = Buffer.alloc(8 + header.length + dataBytes);
      bytes.writeBigUInt64LE(BigInt(header.length));
      bytes.write(header, 8);
      return decodesOrRefuses(bytes);
    }),
    { numRuns },
  );
});

test("every truncation of a file is refused", () => {
  const bytes = encodeSafetensors({ w: { shape: [2], dtype: "float32", data: new Float32Array(2) } }, { seed: "1" });
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeSafetensors(bytes.subarray(0, length)), `${length} bytes`).toThrow(DataError);
  }
});
