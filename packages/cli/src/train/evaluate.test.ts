import { cpu } from "@convoke/backend-cpu";
import { cast, type Layer, mul, oneHot, setBackend, slice, type Tensor } from "@convoke/core";
import { ImageDataset } from "@convoke/data";
import { Dropout } from "@convoke/nn";
import { beforeAll, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";

beforeAll(() => setBackend(cpu()));
const signal = new AbortController().signal;

/** Says what the only pixel says, with a score of 100 for it and 0 for the rest. */
const parrot: Layer = {
  forward: (images: Tensor) => mul(oneHot(cast(mul(slice(images, null, 0, 0, 0), 255), "int32"), 10), 100),
};
const said = (...pixels: number[]) => ({ about: (...labels: number[]) => new ImageDataset(Uint8Array.from(pixels), Uint8Array.from(labels), { height: 1, width: 1 }) });

test("counts what was taken for what", async () => {
  const { accuracy, loss, confusion } = await evaluate(parrot, said(1, 1, 2, 3).about(1, 1, 2, 5), 10, signal);
  expect(accuracy).toBe(0.75);
  expect(loss).toBeCloseTo(100 / 4, 4);           // −log softmax: about 0 when right, 100 when wrong
  expect([confusion[1]![1], confusion[2]![2], confusion[5]![3]]).toEqual([2, 1, 1]);
  expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(4);
});

test("more images than fit one batch", async () => {
  const digits = Array.from({ length: 1234 }, (_, i) => i % 10);
  const { accuracy, confusion } = await evaluate(parrot, said(...digits).about(...digits), 10, signal);
  expect(accuracy).toBe(1);
  expect(confusion.map((row, digit) => row[digit])).toEqual([124, 124, 124, 124, 123, 123, 123, 123, 123, 123]);
});

test("dropout is off", async () => {
  const dropout = new Dropout(1);
  const model = { dropout, forward: (images: Tensor) => dropout.forward(parrot.forward(images)) };
  expect((await evaluate(model, said(1, 2).about(1, 2), 10, signal)).accuracy).toBe(1);
});

test("an interrupt ends it", async () => {
  const reason = new Error("enough");
  await expect(evaluate(parrot, said(1).about(1), 10, AbortSignal.abort(reason))).rejects.toBe(reason);
});
