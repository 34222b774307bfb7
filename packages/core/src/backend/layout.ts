/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** How an array lies in a storage; strides and offset count elements. Stride 0 broadcasts, a negative one flips. */
export interface Layout {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** The number of elements of a shape: the product of its sizes, 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** Row-major strides of a dense array: [2, 3, 4] → [12, 4, 1]. */
export function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** The layout of a dense row-major array that starts at element 0. */
export function dense(shape: Shape): Layout {
  return { shape, strides: denseStrides(shape), offset: 0 };
}

/** Whether the elements lie row-major without gaps (axes of size 1 may have any stride). */
export function isContiguous({ shape, strides }: Layout): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return sizeOf(shape) === 0;
    expected *= shape[axis]!;
  }
  return true;
}

/** Contiguous, and starting at element 0. */
export function isDense(layout: Layout): boolean {
  return layout.offset === 0 && isContiguous(layout);
}

/** The common shape of two, aligned at the last axis; `null` where sizes differ and neither is 1. */
export function broadcastShapes(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const left = a[a.length - i] ?? 1;
    const right = b[b.length - i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    shape[rank - i] = left === 1 ? right : left;
  }
  return shape;
}

/** The same elements under a larger shape; repeated axes get stride 0. The caller has checked that the shapes broadcast. */
export function expandLayout(layout: Layout, shape: Shape): Layout {
  const missing = shape.length - layout.shape.length;
  const strides = shape.map((length, axis) =>
    axis < missing || (layout.shape[axis - missing] === 1 && length !== 1) ? 0 : layout.strides[axis - missing]!,
  );
  return { shape, strides, offset: layout.offset };
}

export function permuteLayout(layout: Layout, axes: readonly number[]): Layout {
  return {
    shape: axes.map((axis) => layout.shape[axis]!),
    strides: axes.map((axis) => layout.strides[axis]!),
    offset: layout.offset,
  };
}

/** `length` elements along `axis`, from `start`, every `step`-th (a negative step walks backwards). */
export function sliceLayout(layout: Layout, axis: number, start: number, length: number, step = 1): Layout {
  const stride = layout.strides[axis]!;
  return {
    shape: layout.shape.with(axis, length),
    strides: layout.strides.with(axis, stride * step),
    offset: length === 0 ? layout.offset : layout.offset + start * stride,
  };
}

/** The same storage under a new shape where strides allow it without a copy, else `null` (NumPy's rule). */
export function reshapeLayout(layout: Layout, shape: Shape): Layout | null {
  if (isContiguous(layout)) return { shape, strides: denseStrides(shape), offset: layout.offset };
  const from: [size: number, stride: number][] = [];
  layout.shape.forEach((size, axis) => {
    if (size !== 1) from.push([size, layout.strides[axis]!]);
  });
  const strides = new Array<number>(shape.length).fill(0);
  let group = 0;
  let axis = 0;
  while (group < from.length) {
    // Take the next old axes and new axes whose sizes multiply to the same number.
    let [oldSize, stride] = from[group]!;
    const first = axis;
    let newSize = shape[axis++]!;
    while (newSize !== oldSize) {
      if (newSize < oldSize) newSize *= shape[axis++]!;
      else {
        const next = from[++group]!;
        if (stride !== next[0] * next[1]) return null;
        oldSize *= next[0];
        stride = next[1];
      }
    }
    for (let i = axis - 1, step = stride; i >= first; i--) {
      strides[i] = step;
      step *= shape[i]!;
    }
    group++;
  }
  return { shape, strides, offset: layout.offset };
}
