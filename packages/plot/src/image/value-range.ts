/** Values of one map, row by row. */
export type Plane = Float32Array | Float64Array;

/** What the ends of a colour map stand for. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** The smallest range that holds every finite value; `{ min: 0, max: 0 }` where there is none. */
export function rangeOf(planes: readonly Plane[]): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  for (const plane of planes) {
    for (const value of plane) {
      if (!Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/** The range around zero that reaches as far down as up, so that zero is its middle. */
export function symmetric({ min, max }: ValueRange): ValueRange {
  const limit = Math.max(-min, max);
  return { min: -limit, max: limit };
}

/** Where `value` lies in the range: 0 at `min`, 1 at `max`. */
export function place(value: number, { min, max }: ValueRange, whenEmpty: number): number {
  if (value >= max) return max > min || value > max ? 1 : whenEmpty;
  return value <= min ? 0 : (value / 2 - min / 2) / (max / 2 - min / 2); // halves: max − min may overflow
}
