import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, setBackend, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import { DataLoader } from "./data-loader.js";
import { ImageDataset } from "./image-dataset.js";
import { randomSplit } from "./random-split.js";

setBackend(cpu());

const pixels = Uint8Array.from({ length: 5 * 2 * 3 }, (_, i) => 8 * i);
const labels = Uint8Array.of(4, 3, 2, 1, 0);
const form = { height: 2, width: 3 };

test("a batch holds the images asked for, scaled to [0, 1]", async () => {
  const { images, labels: classes } = new ImageDataset(pixels, labels, form).batch([3, 0]);
  expect([images.shape, images.dtype]).toEqual([[2, 1, 2, 3], "float32"]);
  const image = (n: number) => Float32Array.from(pixels.subarray(6 * n, 6 * n + 6), (pixel) => pixel / 255);
  expect(await images.data()).toEqual(Float32Array.of(...image(3), ...image(0)));
  expect([classes.shape, classes.dtype, await classes.toArray()]).toEqual([[2], "int32", [1, 4]]);
});

test("mean and std give what ToTensor and Normalize of torchvision give for MNIST", async () => {
  const { images } = new ImageDataset(Uint8Array.of(0, 255), Uint8Array.of(5), { height: 1, width: 2, mean: 0.1307, std: 0.3081 }).batch([0]);
  const [black, white] = await images.data();
  expect(black).toBe(Math.fround(-0.4242129623889923));
  expect(white).toBe(Math.fround(2.821486711502075));
});

test("a sample is the raw pixels, not copied", () => {
  const dataset = new ImageDataset(pixels, labels, form);
  expect(dataset.length).toBe(5);
  expect(dataset.get(1)).toEqual({ image: pixels.subarray(6, 12), label: 3 });
  expect(dataset.get(1).image.buffer).toBe(pixels.buffer);
});

test("a loader over a part of it goes through its batches", async () => {
  const [part] = randomSplit(new ImageDataset(pixels, labels, form), [3, 2], { seed: 1 });
  const seen: number[] = [];
  for (const { images, labels: classes } of new DataLoader(part, { batchSize: 2 })) {
    const first = (await images.data()).filter((_, i) => i % 6 === 0);
    const classOf = Array.from(first, (value) => 4 - Math.round((value * 255) / 48));
    expect(await classes.toArray()).toEqual(classOf);
    seen.push(...classOf);
  }
  expect(seen).toEqual([0, 1, 2].map((i) => part.get(i).label));
});

test("what does not fit is refused", () => {
  expect(() => new ImageDataset(pixels, labels.subarray(1), form)).toThrow(
    new ShapeError("ImageDataset: 30 pixels do not fill [4, 2, 3], one image for each of 4 labels"),
  );
  expect(() => new ImageDataset(pixels, labels, { height: 0, width: 3 })).toThrow(ArgumentError);
  expect(() => new ImageDataset(pixels, labels, { ...form, std: 0 })).toThrow("ImageDataset: std is 0, expected a finite number greater than 0");
  expect(() => new ImageDataset(pixels, labels, { ...form, mean: Number.NaN })).toThrow("ImageDataset: mean is NaN, expected a finite number");
  expect(() => new ImageDataset(pixels, labels, { ...form, scale: 2 } as typeof form)).toThrow('ImageDataset: unknown option "scale"');
  const dataset = new ImageDataset(pixels, labels, form);
  expect(() => dataset.get(5)).toThrow("ImageDataset.get: index 5 does not exist, expected 0 … 4");
  expect(() => dataset.batch([0, -1])).toThrow("ImageDataset.batch: index -1 does not exist, expected 0 … 4");
});
