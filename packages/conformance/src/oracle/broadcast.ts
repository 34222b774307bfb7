import { at, build, type Dense } from "./dense.js";

/** NumPy's rule: shapes are aligned at their last axis; a size of 1, or a missing axis, repeats. */
export function broadcastShape(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((candidate) => candidate !== 1) ?? 1;
    if (sizes.some((candidate) => candidate !== 1 && candidate !== size)) {
      throw new RangeError(`oracle: shapes ${JSON.stringify(shapes)} do not broadcast`);
    }
    return size;
  });
}

/** x at an index of the broadcast shape. */
export function atBroadcast(x: Dense, index: readonly number[]): number {
  const skipped = index.length - x.shape.length;
  return at(x, ...x.shape.map((size, axis) => (size === 1 ? 0 : (index[axis + skipped] ?? 0))));
}

/** output[i] = f(a[i], b[i], …) over broadcast inputs; a number is a scalar. */
export function elementwise(f: (...values: number[]) => number, ...inputs: (Dense | number)[]): Dense {
  const shape = broadcastShape(...inputs.map((x) => (typeof x === "number" ? [] : x.shape)));
  return build(shape, (...index) => f(...inputs.map((x) => (typeof x === "number" ? x : atBroadcast(x, index)))));
}
