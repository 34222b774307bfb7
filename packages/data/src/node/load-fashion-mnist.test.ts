import { cpu } from "@convoke/backend-cpu";
import { DataError, setBackend } from "@convoke/core";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tinyMnist } from "../encode-idx.test-helper.js";
import { fashionMnistClasses } from "../index.js";
import { loadFashionMnist, type LoadFashionMnistOptions } from "./load-fashion-mnist.js";

setBackend(cpu());
const folder = await mkdtemp(join(tmpdir(), "convoke fashion "));
afterAll(() => rm(folder, { recursive: true }));

const installed = existsSync("/usr/share/datasets/fashion-mnist");
if (!installed) console.log("not run: Fashion-MNIST itself (the Debian package dataset-fashion-mnist is not installed)");

test.runIf(installed)("Fashion-MNIST itself", async () => {
  const { train, test: held, files } = await loadFashionMnist();
  expect([train.length, held.length, train.height, train.width]).toEqual([60_000, 10_000, 28, 28]);
  expect(files.testLabels.path).toBe("/usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz");
  expect(fashionMnistClasses[train.labels[0]!]).toBe("Ankle boot");          // the first of Zalando's own preview

  const counts = new Array<number>(10).fill(0);
  for (const label of train.labels) counts[label]!++;
  expect(counts).toEqual(new Array(10).fill(6_000));

  let sum = 0;
  let squares = 0;
  for (const pixel of train.images) {
    sum += pixel / 255;
    squares += (pixel / 255) ** 2;
  }
  const mean = sum / train.images.length;
  expect(mean).toBeCloseTo(0.286, 4);
  expect(Math.sqrt(squares / train.images.length - mean ** 2)).toBeCloseTo(0.353, 4);
});

test("another folder, other files, and what to do where they are not", async () => {
  const refusal = async (options: LoadFashionMnistOptions): Promise<string> => {
    const error = await loadFashionMnist(options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    return (error as Error).message;
  };
  const hint = "\nhint: install the Debian package dataset-fashion-mnist, or name the folder of the four files by the option directory";
  const nowhere = join(folder, "nowhere");
  expect(await refusal({ directory: nowhere })).toBe(`loadFashionMnist: ${nowhere} cannot be read, expected a folder, got ENOENT${hint}`);
  expect(await refusal({ directory: folder })).toMatch(/^loadFashionMnist: .*train-images-idx3-ubyte is missing, expected one of .*, got none\nhint: install the Debian/);

  const { trainImages, trainLabels, testImages, testLabels } = tinyMnist();
  const files = { "train-images-idx3-ubyte": trainImages, "train-labels-idx1-ubyte": trainLabels, "t10k-images-idx3-ubyte": testImages, "t10k-labels-idx1-ubyte": testLabels };
  await Promise.all(Object.entries(files).map(([name, bytes]) => writeFile(join(folder, name), bytes)));
  expect(await refusal({ directory: folder })).toContain("train-images-idx3-ubyte is not Fashion-MNIST's file, expected SHA-256 c59f468a2f67");
  const { train } = await loadFashionMnist({ directory: folder, verify: false, mean: 0.5, std: 0.5 });
  expect([...train.labels]).toEqual([7, 0, 9]);
  expect((await train.batch([0]).images.data())[0]).toBe(-1);

  await expect(loadFashionMnist({ folder } as LoadFashionMnistOptions)).rejects.toThrow('loadFashionMnist: unknown option "folder"');
});
