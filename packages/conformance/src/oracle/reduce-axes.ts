import { at, type Dense, eachIndex, offsetOf, sizeOf } from "./dense.js";

/** A negative axis counts from the end. */
export function resolveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The axes to reduce: absent, or an empty list, means all, as in PyTorch; a scalar has none. */
export function resolveAxes(axes: number | readonly number[] | undefined, rank: number): number[] {
  const list = typeof axes === "number" ? [axes] : (axes ?? []);
  if (rank === 0) return [];
  if (list.length === 0) return Array.from({ length: rank }, (_, axis) => axis);
  return list.map((axis) => resolveAxis(axis, rank));
}

/** output[kept axes] = summarize(the values along the reduced axes, in row-major order). */
export function reduceAxes(
  x: Dense,
  axes: number | readonly number[] | undefined,
  keepDim: boolean,
  summarize: (values: number[]) => number,
): Dense {
  const reduced = resolveAxes(axes, x.shape.length);
  const kept = x.shape.map((size, axis) => (reduced.includes(axis) ? 1 : size));
  const groups: number[][] = Array.from({ length: sizeOf(kept) }, () => []);
  eachIndex(x.shape, (...index) => {
    const target = index.map((i, axis) => (reduced.includes(axis) ? 0 : i));
    groups[offsetOf(kept, target)]?.push(at(x, ...index));
  });
  const shape = keepDim ? kept : kept.filter((_, axis) => !reduced.includes(axis));
  return { shape, data: Float64Array.from(groups, summarize) };
}
