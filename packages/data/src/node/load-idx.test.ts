import { DataError } from "@convoke/core";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { encodeIdx } from "../encode-idx.test-helper.js";
import { loadIdx } from "./load-idx.js";

const folder = await mkdtemp(join(tmpdir(), "convoke idx "));
afterAll(() => rm(folder, { recursive: true }));
const file = encodeIdx([2, 2], Int16Array.of(1, -2, 3, -4));

test("a file is read, plain or gzip, whatever its name", async () => {
  await writeFile(join(folder, "a"), file);
  await writeFile(join(folder, "b"), gzipSync(file));
  for (const name of ["a", "b"]) expect(await loadIdx(join(folder, name))).toEqual({ shape: [2, 2], data: Int16Array.of(1, -2, 3, -4) });
});

test("a missing file, a folder and a broken file are named", async () => {
  const path = join(folder, "cut");
  await writeFile(path, file.subarray(0, 15));
  const refuse = async (at: string, problem: string) => {
    const error = await loadIdx(at).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toBe(`loadIdx: ${at} ${problem}\nhint: check the path, or fetch the file again`);
  };
  await refuse(path, "is truncated, expected 20 bytes for [2, 2] of int16, got 15");
  await refuse(join(folder, "none"), "cannot be read, expected a file, got ENOENT");
  await refuse(folder, "cannot be read, expected a file, got EISDIR");
});
