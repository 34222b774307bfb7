/** Values of one map, row by row. */
export type Plane = Float32Array | Float64Array;

/** What the ends of a colour map stand for. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** What some planes hold: their finite values, and whether there are others. */
export interface ValueSummary {
  /** The smallest range that holds every finite value; null where there is none. */
  readonly finite: ValueRange | null;
  readonly hasNaN: boolean;
  readonly hasInfinity: boolean;
}

export function summarise(planes: readonly ArrayLike<number>[]): ValueSummary {
  let min = Infinity;
  let max = -Infinity;
  let hasNaN = false;
  let hasInfinity = false;
  for (const plane of planes) {
    for (let i = 0; i < plane.length; i++) {
      const value = plane[i]!;
      if (Number.isFinite(value)) {
        if (value < min) min = value;
        if (value > max) max = value;
      } else if (Number.isNaN(value)) hasNaN = true;
      else hasInfinity = true;
    }
  }
  return { finite: min <= max ? { min, max } : null, hasNaN, hasInfinity };
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
