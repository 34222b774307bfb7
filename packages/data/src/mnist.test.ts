import { ArgumentError, DataError } from "@convoke/core";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeIdx, tinyMnist } from "./encode-idx.test-helper.js";
import { mnistFrom } from "./mnist.js";

const bytes = (length: number): Uint8Array => new Uint8Array(length);

test("four files, plain or gzip, are two data sets", async () => {
  const plain = tinyMnist();
  for (const files of [plain, { ...plain, trainImages: gzipSync(plain.trainImages), testLabels: gzipSync(plain.testLabels) }]) {
    const { train, test: held } = await mnistFrom(files);
    expect([train.length, train.height, train.width, [...train.labels]]).toEqual([3, 2, 2, [7, 0, 9]]);
    expect([held.length, [...held.images], [...held.labels]]).toEqual([2, [255, 254, 253, 252, 251, 250, 249, 248], [1, 2]]);
  }
});

test.each([
  ["swapped files", { trainLabels: tinyMnist().testLabels }, "trainLabels does not fit the images, expected 3 labels, got 2"],
  ["a label of no class", { testLabels: encodeIdx([2], Uint8Array.of(1, 10)) }, "testLabels holds a label that is no class, expected 0 … 9, got 10 at 1"],
  ["images as labels", { trainLabels: tinyMnist().trainImages }, "trainLabels has the wrong form, expected [N] of Uint8Array, got [3, 2, 2] of Uint8Array"],
  ["numbers that are no bytes", { testImages: encodeIdx([2, 2, 2], new Float32Array(8)) }, "testImages has the wrong form, expected [N, height, width] of Uint8Array, got [2, 2, 2] of Float32Array"],
  ["another size", { testImages: encodeIdx([2, 1, 2], bytes(4)) }, "testImages has another image size, expected 2 × 2 as for training, got 1 × 2"],
  ["empty images", { trainImages: encodeIdx([3, 0, 2], bytes(0)) }, "trainImages holds empty images, expected pixels, got 0 × 2"],
  ["a truncated file", { testImages: tinyMnist().testImages.subarray(0, 20) }, "testImages is truncated, expected 24 bytes for [2, 2, 2] of uint8, got 20"],
])("%s are refused by name", async (_, wrong, message) => {
  const error = await mnistFrom({ ...tinyMnist(), ...wrong }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  expect((error as Error).message).toBe(`mnistFrom: ${message}\nhint: fetch the file again: it is not the one that was published`);
});

test("arguments are checked", async () => {
  const { testLabels: _, ...three } = tinyMnist();
  await expect(mnistFrom(three as ReturnType<typeof tinyMnist>)).rejects.toThrow(new ArgumentError("mnistFrom: testLabels is undefined, expected a Uint8Array"));
  await expect(mnistFrom({ ...tinyMnist(), extra: bytes(1) } as ReturnType<typeof tinyMnist>)).rejects.toThrow('mnistFrom: unknown option "extra"');
  await expect(mnistFrom(tinyMnist(), { standard: 1 } as object)).rejects.toThrow('mnistFrom: unknown option "standard"');
});
