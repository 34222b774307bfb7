/** Seeded numbers, random layouts, and the slow way to read them: what the kernels are compared with. */
import { allocate, sizeOf, type DType, type Layout, type Shape, type TypedArray, type View } from "@convoke/core/backend";
import type { CpuStorage } from "./memory.js";

export type Random = () => number;

/** Numbers in [0, 1) from a 32-bit linear congruential generator. */
export function seeded(seed: number): Random {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[integer(random, 0, items.length - 1)]!;
}

/** Values that suit the dtype: floats around 0, integers of both signs, bytes, and 0 or 1. */
export function randomValues(random: Random, dtype: DType, size: number): TypedArray {
  const draw: Record<DType, () => number> = {
    float32: () => random() * 4 - 2,
    float64: () => random() * 4 - 2,
    int32: () => integer(random, -9, 9),
    uint8: () => integer(random, 0, 20),
    bool: () => integer(random, 0, 1),
  };
  return allocate(dtype, size).map(draw[dtype]);
}

export function randomShape(random: Random, rank: number, low = 1): Shape {
  return Array.from({ length: rank }, () => integer(random, low, rank > 4 ? 2 : 5));
}

/** A view of `shape` over a storage with gaps: axes in any order, some flipped, some broadcast, beginning anywhere. */
export function randomView(random: Random, dtype: DType, shape: Shape): View<CpuStorage> {
  const strides = new Array<number>(shape.length).fill(0);
  const order = shape.map((_, axis) => axis).sort(() => random() - 0.5);
  let size = 1;
  let offset = integer(random, 0, 3);
  for (const axis of order) {
    if (random() < 0.15) continue;
    const stride = size * integer(random, 1, 2);
    size = stride * Math.max(shape[axis]!, 1);
    const isFlipped = random() < 0.25 && shape[axis]! > 0;
    strides[axis] = isFlipped ? -stride : stride;
    if (isFlipped) offset += stride * (shape[axis]! - 1);
  }
  const length = offset + size + 3;
  return { storage: { dtype, size: length, data: randomValues(random, dtype, length) }, layout: { shape, strides, offset } };
}

/** The elements of a view in row-major order. */
export function elements({ storage, layout }: View<CpuStorage>): number[] {
  return indices(layout.shape).map((index) => storage.data[offsetOf(layout, index)]!);
}

export function offsetOf(layout: Layout, index: readonly number[]): number {
  return index.reduce((offset, i, axis) => offset + i * layout.strides[axis]!, layout.offset);
}

/** All index tuples of a shape in row-major order. */
export function indices(shape: Shape): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, position) => {
    const index = new Array<number>(shape.length);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = position % shape[axis]!;
      position = Math.floor(position / shape[axis]!);
    }
    return index;
  });
}

/** The values as the dtype stores them. */
export function stored(dtype: DType, values: readonly number[]): TypedArray {
  const data = allocate(dtype, values.length);
  data.set(values);
  return data;
}
