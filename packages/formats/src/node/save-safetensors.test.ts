import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError, ShapeError } from "@convoke/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SafetensorsStream } from "../safetensors/stream-safetensors.js";
import { loadSafetensors } from "./load-safetensors.js";
import { openSafetensors } from "./open-safetensors.js";
import { saveSafetensors } from "./save-safetensors.js";
import { writeFileAtomically } from "./write-file-atomically.js";

const weights = { w: { shape: [2], dtype: "float32", data: new Float32Array([1, 2]) } } as const;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convoke formats "));
});
afterEach(() => rm(folder, { recursive: true }));

test("a saved file loads again and leaves nothing beside it", async () => {
  const path = join(folder, "weights.safetensors");
  await writeFile(path, "old");
  await saveSafetensors(path, weights, { seed: "1" });
  const { tensors, metadata } = await loadSafetensors(path);
  expect({ ...tensors }).toEqual(weights);
  expect({ ...metadata }).toEqual({ seed: "1" });
  expect(await readdir(folder)).toEqual(["weights.safetensors"]);
});

test("a failed save says so, keeps what was there and cleans up", async () => {
  const path = join(folder, "taken");
  await mkdir(path);
  await expect(saveSafetensors(path, weights)).rejects.toThrow(DataError);
  await expect(saveSafetensors(path, weights)).rejects.toThrow(`saveSafetensors: cannot write ${path} (EISDIR)\nhint: the path is a folder`);
  expect(await readdir(folder)).toEqual(["taken"]);
});

test("a missing folder is named", async () => {
  const path = join(folder, "no", "weights.safetensors");
  await expect(saveSafetensors(path, weights)).rejects.toThrow(`saveSafetensors: cannot write ${path} (ENOENT)\nhint: check the path`);
});

test("bad tensors write no file", async () => {
  const path = join(folder, "weights.safetensors");
  const bad = { w: { ...weights.w, shape: [3] } };
  await expect(saveSafetensors(path, bad)).rejects.toThrow(ShapeError);
  await expect(saveSafetensors(path, bad)).rejects.toThrow('saveSafetensors: tensor "w" has shape [3]');
  expect(await readdir(folder)).toEqual([]);
});

test("two saves at once leave one whole file", async () => {
  const path = join(folder, "weights.safetensors");
  const other = { w: { ...weights.w, data: new Float32Array([3, 4]) } };
  await Promise.all([saveSafetensors(path, weights), saveSafetensors(path, other)]);
  const { tensors } = await loadSafetensors(path);
  expect([weights.w, other.w]).toContainEqual(tensors["w"]);
  expect(await readdir(folder)).toEqual(["weights.safetensors"]);
});

test("a missing or corrupt file is named", async () => {
  const path = join(folder, "weights.safetensors");
  await expect(loadSafetensors(path)).rejects.toThrow(`loadSafetensors: cannot read ${path} (ENOENT)`);
  await writeFile(path, "short");
  await expect(loadSafetensors(path)).rejects.toThrow(DataError);
  await expect(loadSafetensors(path)).rejects.toThrow(`loadSafetensors: ${path}: there are 5 bytes`);
});

test("writeFileAtomically replaces text and bytes", async () => {
  const path = join(folder, "curves.svg");
  await writeFileAtomically(path, "<svg/>");
  await writeFileAtomically(path, new Uint8Array([65, 66]));
  expect(await readFile(path, "utf8")).toBe("AB");
  expect(await readdir(folder)).toEqual(["curves.svg"]);
});

test("a file is read tensor by tensor", async () => {
  const path = join(folder, "large.safetensors");
  const large = new Float32Array(700_000).map((_, i) => i);   // several chunks
  await saveSafetensors(path, { a: { shape: [700_000], dtype: "float32", data: large }, b: weights.w }, { seed: "1" });
  const file = await openSafetensors(path);
  expect(file.metadata).toEqual(Object.assign(Object.create(null), { seed: "1" }));
  const seen: unknown[] = [];
  for await (const { name, data } of file) seen.push([name, data]);
  expect(seen).toEqual([["a", large], ["b", weights.w.data]]);
  await (await openSafetensors(path)).close();
});

test("what cannot be opened is named, by openSafetensors too", async () => {
  const path = join(folder, "weights.safetensors");
  const all = async (file: SafetensorsStream) => {
    for await (const _tensor of file);
  };
  await expect(openSafetensors(path)).rejects.toThrow(`openSafetensors: cannot read ${path} (ENOENT)\nhint: check the path`);
  await expect(openSafetensors(folder)).rejects.toThrow(`openSafetensors: cannot read ${folder} (EISDIR)\nhint: the path is a folder`);
  await writeFile(path, "short");
  await expect(openSafetensors(path)).rejects.toThrow(`openSafetensors: ${path}: there are 5 bytes, expected at least the 8 of the header's length`);
  await saveSafetensors(path, weights);
  await writeFile(path, (await readFile(path)).subarray(0, -1));
  await expect(openSafetensors(path).then(all)).rejects.toThrow(`openSafetensors: ${path}: the tensors cover 8 bytes of data, but the file holds 7`);
});
