import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, DataError, Generator, setBackend, ShapeError } from "@convoke/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataLoader } from "../data-loader.js";
import { jpegGolden } from "../image/golden/jpeg.test-data.js";
import { pngGolden } from "../image/golden/png.test-data.js";
import { readGolden } from "../image/golden/read-golden.test-helper.js";
import { compose } from "../transforms/compose.js";
import { randomCrop } from "../transforms/random-crop.js";
import { resize } from "../transforms/resize.js";
import { toTensor } from "../transforms/to-tensor.js";
import { loadImageFolder } from "./load-image-folder.js";

setBackend(cpu());
const jpeg = readGolden(jpegGolden).find(({ name }) => name === "baseline, 4:2:0")!;
const greyAlpha = readGolden(pngGolden).find(({ name }) => name === "colour type 4, 8 bits")!;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "convoke images "));
  for (const folder of ["cat", "dog/small", ".hidden"]) await mkdir(join(directory, folder), { recursive: true });
  await rm(join(directory, ".hidden"), { recursive: true });
  await writeFile(join(directory, "readme.txt"), "not a class");
  await writeFile(join(directory, "cat/b.JPG"), jpeg.file);
  await writeFile(join(directory, "cat/a.png"), greyAlpha.file);
  await writeFile(join(directory, "cat/notes.txt"), "not an image");
  await writeFile(join(directory, "dog/small/c.jpeg"), jpeg.file);
});
afterEach(() => rm(directory, { recursive: true }));
const at = (path: string): string => join(directory, path);

test("classes and files are found in the order of their names", async () => {
  const folder = await loadImageFolder({ directory });
  expect(folder.classes).toEqual(["cat", "dog"]);
  expect(folder.length).toBe(3);
  expect(folder.files).toEqual([{ path: at("cat/a.png"), label: 0 }, { path: at("cat/b.JPG"), label: 0 }, { path: at("dog/small/c.jpeg"), label: 1 }]);
});

test("a sample is the decoded image as a tensor, RGB or grey", async () => {
  const folder = await loadImageFolder({ directory });
  const { image, label } = folder.get(2);
  expect([label, image]).toEqual([1, toTensor()(jpeg.image)]);
  expect(folder.get(0).image.shape).toEqual([3, 10, 13]);
  const grey = await loadImageFolder({ directory, channels: 1 });
  const levels = greyAlpha.image.data.filter((_, i) => i % 2 === 0);
  expect(grey.get(0).image).toEqual({ shape: [1, 10, 13], data: Float32Array.from(levels, (level) => level / 255) });
});

test("batches are [B, C, height, width], with int32 labels", async () => {
  const folder = await loadImageFolder({ directory, transform: compose([resize([6, 5]), toTensor()]) });
  const [first, second] = [...new DataLoader(folder, { batchSize: 2 })];
  expect([first!.images.shape, first!.images.dtype, first!.labels.dtype]).toEqual([[2, 3, 6, 5], "float32", "int32"]);
  expect(await second!.labels.toArray()).toEqual([1]);
  expect(await second!.images.data()).toEqual(folder.get(2).image.data);
});

test("random transforms draw from the loader's seed", async () => {
  const folder = await loadImageFolder({ directory, transform: compose([resize(12), randomCrop(6), toTensor()]) });
  const run = async (seed: number) => {
    const batches = [...new DataLoader(folder, { batchSize: 3, seed })];
    return batches[0]!.images.data();
  };
  expect(await run(1)).toEqual(await run(1));
  expect(await run(1)).not.toEqual(await run(2));
  expect(folder.get(0, new Generator(1))).toEqual(folder.get(0, new Generator(1)));
});

test("images of different sizes and a transform without toTensor say what to do", async () => {
  const folder = await loadImageFolder({ directory });
  expect(() => [...new DataLoader(folder, { batchSize: 3 })]).toThrow(
    new ShapeError("ImageFolder: sample 1 of a batch is [3, 27, 37], expected [3, 10, 13] as sample 0", { hint: "put resize and centerCrop (or randomCrop) into the transform, before toTensor" }),
  );
  const raw = await loadImageFolder({ directory, transform: resize(5) as never });
  expect(() => [...new DataLoader(raw)]).toThrow(new ArgumentError("ImageFolder: its transform makes no tensor, expected toTensor() in it", { hint: "compose([resize(32), toTensor()])" }));
});

test("a file that cannot be read or decoded is named", async () => {
  await writeFile(at("cat/b.JPG"), jpeg.file.subarray(0, 300));
  await rm(at("cat/a.png"));
  await symlink(at("nowhere"), at("cat/a.png"));
  const folder = await loadImageFolder({ directory });
  expect(() => folder.get(0)).toThrow(`ImageFolder.get: ${at("cat/a.png")} cannot be read, expected a file, got ENOENT\nhint: check the path and its permissions`);
  expect(() => folder.get(1)).toThrow(DataError);
  expect(() => folder.get(1)).toThrow(`ImageFolder.get: ${at("cat/b.JPG")} is truncated, expected `);
  expect(() => folder.get(3)).toThrow(new ArgumentError("ImageFolder.get: index 3 does not exist, expected 0 … 2"));
  const small = await loadImageFolder({ directory, maxPixels: 100 });
  expect(() => small.get(2)).toThrow(`ImageFolder.get: ${at("dog/small/c.jpeg")} has 37 × 27 pixels, expected at most 100 in all`);
});

test("folders without classes or images, and bad options, are refused", async () => {
  const refused = (options: object, message: string) => expect(loadImageFolder({ directory, ...options })).rejects.toThrow(`loadImageFolder: ${message}`);
  await refused({ directory: at("no") }, `${at("no")} cannot be read, expected a folder, got ENOENT\nhint: images lie in directory/class/name.png`);
  await refused({ directory: at("cat") }, `${at("cat")} has no classes, expected one folder for each`);
  await mkdir(at("emu"));
  await refused({}, `${at("emu")} has no images, expected at least one file that ends in .png .jpg .jpeg .pbm .pgm .ppm .pnm`);
  await refused({ channels: 2 }, "channels is 2, expected 1 (grey) or 3 (RGB)");
  await refused({ transform: "resize" }, "transform is resize, expected a function such as toTensor()");
  await refused({ maxPixels: 0 }, "maxPixels is 0, expected an integer of at least 1");
  await refused({ root: "x" }, 'unknown option "root", expected one of directory, transform, channels, maxPixels');
});

test("a transform with a step of one's own stays in this thread", async () => {
  const folder = await loadImageFolder({ directory, transform: compose([(image) => image, toTensor()]) });
  expect(() => folder.startWorker()).toThrow(ArgumentError);
  expect(() => folder.startWorker()).toThrow("transformFrom: the recipe has a step of your own, ");
  const bare = await loadImageFolder({ directory, transform: ((image: never) => toTensor()(image)) as never });
  expect(() => bare.startWorker()).toThrow("transformFrom: a recipe is undefined, expected [name, …arguments]");
});
