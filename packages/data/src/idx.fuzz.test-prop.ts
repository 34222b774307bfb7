import { DataError } from "@convoke/core";
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeIdx } from "./encode-idx.test-helper.js";
import { parseIdx, type IdxArray } from "./idx.js";
import { readIdx } from "./read-idx.js";

const numRuns = Number(process.env["FUZZ"] ?? 2000);
const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 4 });
const files = shapes.chain((shape) => {
  const exact = { minLength: shape.reduce((a, b) => a * b, 1), maxLength: shape.reduce((a, b) => a * b, 1) };
  const data = fc.oneof(
    fc.uint8Array(exact), fc.int8Array(exact), fc.int16Array(exact), fc.int32Array(exact), fc.float32Array(exact), fc.float64Array(exact),
  );
  return data.map((values) => ({ shape, data: values, bytes: encodeIdx(shape, values) }));
});

/** What was read, or null for a DataError; any other error fails the test. */
async function attempt(read: () => IdxArray | Promise<IdxArray>): Promise<IdxArray | null> {
  try {
    return await read();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return null;
  }
}

test("what was written is read back, plain and gzip", async () => {
  await fc.assert(
    fc.asyncProperty(files, async ({ shape, data, bytes }) => {
      expect(parseIdx(bytes)).toEqual({ shape, data });
      expect(await readIdx(gzipSync(bytes))).toEqual({ shape, data });
    }),
    { numRuns: 200 },
  );
});

test("a damaged file is read in full or is a DataError", async () => {
  const damage = fc.tuple(files, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 }), fc.nat(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(damage, async ([{ bytes }, changes, cut, compressed]) => {
      const broken = Uint8Array.from(compressed ? gzipSync(bytes) : bytes);
      for (const [at, value] of changes) broken[at % broken.length] = value;
      const result = await attempt(() => readIdx(broken.subarray(0, cut % 2 ? broken.length : cut % (broken.length + 1))));
      if (result) expect(result.data.length).toBe(result.shape.reduce((a, b) => a * b, 1));
    }),
    { numRuns },
  );
});

test("noise is a DataError", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), fc.constantFrom([], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], [0, 0, 8]), async (noise, start) => {
      const result = await attempt(() => readIdx(Uint8Array.of(...start, ...noise)));
      if (result) expect(result.data.length).toBe(result.shape.reduce((a, b) => a * b, 1));
    }),
    { numRuns: 1000 },
  );
});
