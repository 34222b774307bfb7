import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunError } from "../command/errors.js";
import { writeColours } from "../test/tiny-data.test-support.js";
import { loadFolder } from "./folder-images.js";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "convoke cli "))));
afterAll(() => rm(folder, { recursive: true }));
const split = { limit: 0, valSize: 1, seed: 1 };
const red = [200, 20, 20] as const, green = [20, 200, 20] as const;

test("folders train and val: what is tested on comes from val, what is learned from train", async () => {
  await writeColours(join(folder, "two", "train"), { red, green }, 4);
  await writeColours(join(folder, "two", "val"), { red, green }, 2);
  const { train, val, test: held, classes, available } = await loadFolder(join(folder, "two"), [3, 8, 8], split);
  expect([train.length, val.length, held.length, available]).toEqual([7, 1, 4, 7]);
  expect(classes).toEqual(["green", "red"]);
});

test("folders of classes alone: a fifth of the images is tested on", async () => {
  await writeColours(join(folder, "one"), { red, green }, 5);
  const { train, val, test: held } = await loadFolder(join(folder, "one"), [3, 8, 8], split);
  expect([train.length, val.length, held.length]).toEqual([7, 1, 2]);
});

test("classes that differ are named", async () => {
  await writeColours(join(folder, "other", "train"), { red, green }, 1);
  await writeColours(join(folder, "other", "test"), { red }, 1);
  await expect(loadFolder(join(folder, "other"), [3, 8, 8], split)).rejects.toThrow(new RunError(`${join(folder, "other")}: train has the classes green, red, but test has red`));
});
