import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunError } from "../command/errors.js";
import { makeRunFolder } from "./run-folder.js";

let folder: string;
const before = process.cwd();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convoke run "));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

test("runs of the same second get folders of their own", async () => {
  const noon = new Date(2025, 0, 31, 12, 5, 9);
  await makeRunFolder(null, "cnn", noon);
  await makeRunFolder(null, "cnn", noon);
  expect((await readdir("runs")).sort()).toEqual(["2025-01-31-120509-cnn", "2025-01-31-120509-cnn-2"]);
});

test("--out is made with the folders above it, and may exist", async () => {
  const first = await makeRunFolder("some/where", "cnn");
  expect((await makeRunFolder("some/where", "cnn")).path).toBe(first.path);
  await first.write("note.txt", "hello", "a greeting");
  expect(await readdir("some/where")).toEqual(["note.txt"]);
  expect([...first.files]).toEqual([["note.txt", "a greeting"]]);
});

test("--out that is a file is refused in plain words", async () => {
  await writeFile("taken", "");
  await expect(makeRunFolder("taken", "cnn")).rejects.toThrow(RunError);
  await expect(makeRunFolder("taken/below", "cnn")).rejects.toThrow("(ENOTDIR)\nhint: name another one with --out");
});
