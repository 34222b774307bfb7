import { ArgumentError, DataError } from "@convoke/core";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeIdx } from "./encode-idx.test-helper.js";
import { readIdx } from "./read-idx.js";

const data = Int32Array.from({ length: 30_000 }, (_, i) => Math.imul(i, 2654435761));
const plain = encodeIdx([100, 300], data);
const compressed = new Uint8Array(gzipSync(plain));

test("gzip is told by its first bytes", async () => {
  expect(await readIdx(plain)).toEqual({ shape: [100, 300], data });
  expect(await readIdx(compressed)).toEqual({ shape: [100, 300], data });
});

test("gzip cut anywhere is a DataError", async () => {
  for (let at = 0; at < compressed.length; at += Math.ceil(compressed.length / 200)) {
    await expect(readIdx(compressed.subarray(0, at), "cut.gz")).rejects.toThrow(DataError);
  }
  await expect(readIdx(compressed.subarray(0, -1), "cut.gz")).rejects.toThrow(
    /^readIdx: cut\.gz does not decompress, expected a whole gzip stream, got an error after \d+ bytes of content\nhint: fetch the file again/,
  );
});

test("a changed bit is noticed wherever it changes the content", async () => {
  for (let at = 10; at < compressed.length; at += Math.ceil(compressed.length / 200)) {
    const corrupt = compressed.slice();
    corrupt[at]! ^= 1 << at % 8;
    await expect(readIdx(corrupt), `byte ${at}`).rejects.toThrow(DataError);
  }
});

test("truncated and overlong content in sound gzip is a DataError", async () => {
  await expect(readIdx(gzipSync(plain.subarray(0, -4)))).rejects.toThrow("is truncated, expected 120012 bytes for [100, 300] of int32, got 120008");
  await expect(readIdx(gzipSync(plain.subarray(0, 7)))).rejects.toThrow("is truncated, expected a header of 12 bytes, got 7");
  await expect(readIdx(gzipSync(new Uint8Array(0)))).rejects.toThrow("is truncated, expected a header of 4 bytes, got 0");
  await expect(readIdx(gzipSync("<html>"), "page")).rejects.toThrow("readIdx: page is not an IDX file");
});

test("a bomb stops at the size that its header announces", async () => {
  const bomb = new Uint8Array(50_000_000);
  bomb.set(encodeIdx([10], new Uint8Array(10)));
  const error = await readIdx(gzipSync(bomb), "bomb.gz").catch((thrown: unknown) => thrown as Error);
  expect(error).toBeInstanceOf(DataError);
  const [, seen] = /^readIdx: bomb\.gz decompresses to more than its header says, expected 18 bytes, got at least (\d+)\n/.exec((error as Error).message) ?? [];
  expect(Number(seen)).toBeLessThan(1_000_000);
});

test("a header that announces more than the gzip can hold is refused at once", async () => {
  const header = Uint8Array.of(0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff, ...new Uint8Array(100_000));
  await expect(readIdx(gzipSync(header), "liar.gz")).rejects.toThrow(/^readIdx: liar\.gz is truncated, expected gzip of 4294967303 bytes, got \d+ bytes, which hold at most \d+\n/);
});

test("what is no bytes is an ArgumentError", async () => {
  await expect(readIdx("x" as unknown as Uint8Array, "labels")).rejects.toThrow(new ArgumentError("readIdx: labels is x, expected a Uint8Array"));
});
