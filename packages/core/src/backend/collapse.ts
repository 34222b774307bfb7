import type { Layout } from "./layout.js";

/**
 * Merges neighbouring axes that all the layouts walk as one and drops axes of size 1, so that a kernel sees as few loops as possible.
 *
 * **Shapes**: all layouts share one shape; the results do too. A dense array becomes rank 1, a scalar rank 0.
 */
export function collapse(layouts: readonly Layout[]): Layout[] {
  const shape: number[] = [];
  const strides: number[][] = layouts.map(() => []);
  const source = layouts[0]!.shape;
  for (let axis = 0; axis < source.length; axis++) {
    const length = source[axis]!;
    if (length === 1) continue;
    const last = shape.length - 1;
    const merges = last >= 0 && layouts.every((layout, i) => strides[i]![last] === layout.strides[axis]! * length);
    if (merges) shape[last]! *= length;
    else shape.push(length);
    layouts.forEach((layout, i) => {
      if (merges) strides[i]![last] = layout.strides[axis]!;
      else strides[i]!.push(layout.strides[axis]!);
    });
  }
  return layouts.map((layout, i) => ({ shape, strides: strides[i]!, offset: layout.offset }));
}
