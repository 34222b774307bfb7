import { at, build, type Dense } from "./dense.js";

export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/** Where the element at `i` (negative: before the start) comes from; undefined: nowhere, so it is the constant. */
function sourceOf(i: number, size: number, mode: PadMode): number | undefined {
  if (i >= 0 && i < size) return i;
  if (mode === "replicate") return i < 0 ? 0 : size - 1;
  if (mode === "reflect") return i < 0 ? -i : 2 * (size - 1) - i;
  return mode === "circular" ? (i + size) % size : undefined;
}

/** Pads, or crops where negative; `padding` in PyTorch's order: [left, right, top, bottom, …], the last axis first. */
export function oraclePad(
  x: Dense,
  padding: readonly number[],
  { mode = "constant", value = 0 }: { mode?: PadMode; value?: number } = {},
): Dense {
  const before = x.shape.map((_, axis) => padding[2 * (x.shape.length - 1 - axis)] ?? 0);
  const after = x.shape.map((_, axis) => padding[2 * (x.shape.length - 1 - axis) + 1] ?? 0);
  const shape = x.shape.map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0));
  return build(shape, (...index) => {
    const source = x.shape.map((size, axis) => sourceOf((index[axis] ?? 0) - (before[axis] ?? 0), size, mode));
    return source.every((i) => i !== undefined) ? at(x, ...source) : value;
  });
}
