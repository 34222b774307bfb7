import type { Layout } from "@convoke/core/backend";

/**
 * Merges neighbouring axes that are walked as one, reduced ones with reduced ones and kept ones with kept ones; axes of size 1 go.
 *
 * **Shapes**: [2, 3, 4, 5] dense, reduced over [2, 3] → [6, 20], reduced over [1].
 */
export function collapseReduction({ shape, strides, offset }: Layout, axes: readonly number[]): { layout: Layout; axes: number[] } {
  const merged = { shape: [] as number[], strides: [] as number[] }, reduced: number[] = [];
  let wasReduced = false;
  shape.forEach((length, axis) => {
    const isReduced = axes.includes(axis), last = merged.shape.length - 1;
    if (length === 1 && !(isReduced && axes.length === 1)) return;
    if (last >= 0 && wasReduced === isReduced && merged.strides[last] === strides[axis]! * length) {
      merged.shape[last]! *= length;
      merged.strides[last] = strides[axis]!;
      return;
    }
    merged.shape.push(length);
    merged.strides.push(strides[axis]!);
    if (isReduced) reduced.push(last + 1);
    wasReduced = isReduced;
  });
  // Every reduced axis had one element: the result is a copy, said as a reduction over one.
  if (reduced.length === 0) {
    reduced.push(merged.shape.length);
    merged.shape.push(1);
    merged.strides.push(0);
  }
  return { layout: { ...merged, offset }, axes: reduced };
}
