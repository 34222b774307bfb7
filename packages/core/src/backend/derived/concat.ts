import type { Storage, View } from "../backend.js";
import { dense, sizeOf, sliceLayout } from "../layout.js";
import type { Required } from "./scratch.js";

/** The parts one after the other along `axis`. */
export function concat<S extends Storage>(backend: Required<S>, parts: readonly View<S>[], axis: number): S {
  const first = parts[0]!;
  const total = parts.reduce((length, part) => length + part.layout.shape[axis]!, 0);
  const whole = dense(first.layout.shape.with(axis, total));
  let target = backend.fill(sizeOf(whole.shape), 0, first.storage.dtype);
  let start = 0;
  for (const part of parts) {
    const length = part.layout.shape[axis]!;
    target = backend.updateSlice(target, sliceLayout(whole, axis, start, length), part);
    start += length;
  }
  return target;
}
