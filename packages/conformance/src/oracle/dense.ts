/** A dense row-major array; bools are 0 and 1, integers are numbers. The oracle's only data type. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: Float64Array | number[];
}

/** Number of elements: the product of the sizes, 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Row-major position of `index`; throws when it lies outside `shape`, so that no oracle reads what is not there. */
export function offsetOf(shape: readonly number[], index: readonly number[]): number {
  let offset = 0;
  for (let axis = 0; axis < Math.max(shape.length, index.length); axis++) {
    const size = shape[axis] ?? 0;
    const i = index[axis] ?? -1;
    if (!(i >= 0 && i < size)) throw new RangeError(`oracle: index [${index}] lies outside shape [${shape}]`);
    offset = offset * size + i;
  }
  return offset;
}

/** x[i, j, …]. */
export function at(x: Dense, ...index: number[]): number {
  return x.data[offsetOf(x.shape, index)] ?? Number.NaN;
}

/** x[i, j, …] += value. */
export function accumulate(x: Dense, value: number, ...index: number[]): void {
  x.data[offsetOf(x.shape, index)] = at(x, ...index) + value;
}

/** Calls `visit` with every index of `shape`, the last axis fastest. */
export function eachIndex(shape: readonly number[], visit: (...index: number[]) => void, prefix: number[] = []): void {
  const size = shape[prefix.length];
  if (size === undefined) visit(...prefix);
  else for (let i = 0; i < size; i++) eachIndex(shape, visit, [...prefix, i]);
}

/** The array whose element at [i, j, …] is `value(i, j, …)`. */
export function build(shape: readonly number[], value: (...index: number[]) => number): Dense {
  const data = new Float64Array(sizeOf(shape));
  let offset = 0;
  eachIndex(shape, (...index) => {
    data[offset++] = value(...index);
  });
  return { shape: [...shape], data };
}
