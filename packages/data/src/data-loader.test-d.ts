import type { Tensor } from "@convoke/core";
import { expectTypeOf, test } from "vitest";
import { DataLoader } from "./data-loader.js";
import type { Dataset } from "./dataset.js";
import type { ImageBatch, ImageDataset } from "./image-dataset.js";
import { randomSplit } from "./random-split.js";

declare const images: ImageDataset;
declare const points: Dataset<{ x: number; at: [number, Float32Array] }>;
class Squares {
  readonly length = 3;
  get(index: number): number {
    return index * index;
  }
}

type BatchOf<L> = L extends Iterable<infer B> ? B : never;

test("a loader knows what its batches are", () => {
  const own = new DataLoader(images);
  expectTypeOf<BatchOf<typeof own>>().toEqualTypeOf<ImageBatch>();
  const stacked = new DataLoader(points);
  expectTypeOf<BatchOf<typeof stacked>>().toEqualTypeOf<{ x: Tensor; at: [Tensor, Tensor] }>();
  const plain = new DataLoader(new Squares());
  expectTypeOf<BatchOf<typeof plain>>().toEqualTypeOf<Tensor>();
  const joined = new DataLoader(new Squares(), { collate: (samples) => samples.join() });
  expectTypeOf<BatchOf<typeof joined>>().toEqualTypeOf<string>();
  const otherwise = new DataLoader(images, { collate: (samples) => samples.map(({ label }) => label) });
  expectTypeOf<BatchOf<typeof otherwise>>().toEqualTypeOf<number[]>();
});

test("a split has as many parts as lengths, of the same batches", () => {
  const parts = randomSplit(images, [0.9, 0.1]);
  expectTypeOf(parts.length).toEqualTypeOf<2>();
  const loader = new DataLoader(parts[1]);
  expectTypeOf<BatchOf<typeof loader>>().toEqualTypeOf<ImageBatch>();
});
