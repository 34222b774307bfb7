import { ArgumentError, DataError } from "@convoke/core";
import { expect, test } from "vitest";
import { encodeIdx } from "./encode-idx.test-helper.js";
import { parseIdx } from "./idx.js";

const file = encodeIdx([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6));

test("every type is read big-endian", () => {
  const read = (type: number, ...data: number[]) => parseIdx(Uint8Array.of(0, 0, type, 1, 0, 0, 0, 1, ...data));
  expect(read(0x08, 0xff).data).toEqual(Uint8Array.of(255));
  expect(read(0x09, 0xff).data).toEqual(Int8Array.of(-1));
  expect(read(0x0b, 0xff, 0x00).data).toEqual(Int16Array.of(-256));
  expect(read(0x0c, 0x80, 0, 0, 1).data).toEqual(Int32Array.of(-(2 ** 31) + 1));
  expect(read(0x0d, 0x3f, 0xc0, 0, 0).data).toEqual(Float32Array.of(1.5));
  expect(read(0x0e, 0x40, 0x08, 0, 0, 0, 0, 0, 0).data).toEqual(Float64Array.of(3));
});

test("the bytes may be a part of a larger buffer", () => {
  const larger = new Uint8Array(file.length + 7);
  larger.set(file, 5);
  expect(parseIdx(larger.subarray(5, 5 + file.length))).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
});

test("a number and an empty array are arrays too", () => {
  expect(parseIdx(encodeIdx([], Uint8Array.of(9)))).toEqual({ shape: [], data: Uint8Array.of(9) });
  const huge = 2 ** 32 - 1;
  const shape = [...Array(100).fill(huge), 0] as number[];
  expect(parseIdx(encodeIdx(shape, new Float32Array(0)))).toEqual({ shape, data: new Float32Array(0) });
});

test("a file cut anywhere says so, and where", () => {
  for (let length = 0; length < file.length; length++) {
    const read = () => parseIdx(file.subarray(0, length), "cut.idx");
    expect(read).toThrow(DataError);
    expect(read).toThrow(length < 12 ? /^parseIdx: cut\.idx is truncated, expected a header of \d+ bytes, got \d+\nhint: / : `expected 18 bytes for [2, 3] of uint8, got ${length}`);
  }
});

test("bytes after the end are refused", () => {
  expect(() => parseIdx(Uint8Array.of(...file, 0), "long.idx")).toThrow("parseIdx: long.idx has bytes after its end, expected 18 bytes for [2, 3] of uint8, got 19");
});

test("absurd sizes are refused before anything is allocated", () => {
  const header = (rank: number) => Uint8Array.of(0, 0, 0x0e, rank, ...Array<number>(4 * rank).fill(0xff));
  for (const rank of [1, 2, 3, 255]) expect(() => parseIdx(header(rank))).toThrow(/is truncated, expected (\d+|[\d.e+]+|Infinity) bytes for \[4294967295/);
});

test.each([
  ["text", [0x3c, 0x68, 0x74, 0x6d, 0x6c], "got 3c 68 74 6d"],
  ["an unknown type", [0, 0, 0x0a, 1, 0, 0, 0, 0], "got 00 00 0a 01"],
  ["swapped bytes", [1, 8, 0, 0, 0, 0, 0, 0], "got 01 08 00 00"],
])("%s is not IDX", (_, bytes, got) => {
  const read = () => parseIdx(Uint8Array.from(bytes), "x");
  expect(read).toThrow(DataError);
  expect(read).toThrow(`parseIdx: x is not an IDX file, expected it to start with 00 00, a type 08, 09, 0b … 0e and a rank, ${got}`);
});

test("gzip gets a hint, and what is no bytes an ArgumentError", () => {
  expect(() => parseIdx(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow("hint: it is compressed with gzip: use readIdx");
  expect(() => parseIdx(file.buffer as unknown as Uint8Array, "x")).toThrow(new ArgumentError("parseIdx: x is [object ArrayBuffer], expected a Uint8Array"));
});
