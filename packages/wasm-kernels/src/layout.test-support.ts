/** Random layouts, and the slow way to read them. */
import type { Layout, Shape } from "@convoke/core/backend";
import { integer, type Random } from "./random.test-support.js";

export function randomShape(random: Random, rank: number, longest: number): Shape {
  return Array.from({ length: rank }, () => integer(random, 1, rank > 3 ? 4 : longest));
}

/** A layout of `shape` over a storage with gaps: axes in any order, some flipped, some broadcast, beginning anywhere. `length` elements hold it. */
export function randomLayout(random: Random, shape: Shape, mayRepeat = true): { layout: Layout; length: number } {
  const strides = new Array<number>(shape.length).fill(0);
  const isOrdered = random() < 0.4;
  const order = shape.map((_, axis) => axis).sort((a, b) => (isOrdered ? b - a : random() - 0.5));
  let size = 1, offset = integer(random, 0, 3);
  for (const axis of order) {
    if (mayRepeat && random() < 0.15) continue;
    const stride = size * (random() < 0.75 ? 1 : 2);
    size = stride * Math.max(shape[axis]!, 1);
    const isFlipped = random() < 0.2 && shape[axis]! > 0;
    strides[axis] = isFlipped ? -stride : stride;
    if (isFlipped) offset += stride * (shape[axis]! - 1);
  }
  return { layout: { shape, strides, offset }, length: offset + size };
}

/** Positions of a layout's elements in row-major order. */
export function positions({ shape, strides, offset }: Layout): number[] {
  return shape.reduce<number[]>((list, length, axis) => list.flatMap((at) => Array.from({ length }, (_, i) => at + i * strides[axis]!)), [offset]);
}
