import { at, build, type Dense } from "./dense.js";

/** null: all; a number: that element, without its axis; [start, end] or [start, end, step] as Python's start:end:step. */
export type Range = null | number | readonly [start: number, end: number, step?: number];

/** Python's slice.indices: negative positions count from the end, then clamp to [0, size], or [−1, size − 1] backwards. */
function positions(size: number, range: Range): number[] {
  if (range === null) return Array.from({ length: size }, (_, i) => i);
  if (typeof range === "number") return [range < 0 ? range + size : range];
  const [start, end, step = 1] = range;
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (position: number) => Math.min(Math.max(position < 0 ? position + size : position, low), high);
  const picked: number[] = [];
  for (let i = clamp(start); step > 0 ? i < clamp(end) : i > clamp(end); i += step) picked.push(i);
  return picked;
}

/** One range an axis; axes without a range are kept whole. */
export function oracleSlice(x: Dense, ...ranges: Range[]): Dense {
  const picked = x.shape.map((size, axis) => positions(size, ranges[axis] ?? null));
  const kept = picked.flatMap((_, axis) => (typeof ranges[axis] === "number" ? [] : [axis]));
  return build(
    kept.map((axis) => picked[axis]?.length ?? 0),
    (...index) => at(x, ...picked.map((list, axis) => list[kept.includes(axis) ? (index[kept.indexOf(axis)] ?? -1) : 0] ?? -1)),
  );
}
