import fc from "fast-check";

export interface ShapeLimits {
  minRank?: number;
  maxRank?: number;
  maxSize?: number;
  /** Whether a size may be 0. */
  empty?: boolean;
}

/** A size from 1 to `maxSize`, and one time in twelve 0. */
export function arbitrarySize(maxSize = 5, empty = true): fc.Arbitrary<number> {
  const size = fc.integer({ min: 1, max: maxSize });
  return empty ? fc.oneof({ weight: 11, arbitrary: size }, { weight: 1, arbitrary: fc.constant(0) }) : size;
}

/** A shape of rank 0 … 4 with small sizes. */
export function arbitraryShape(limits: ShapeLimits = {}): fc.Arbitrary<number[]> {
  const { minRank = 0, maxRank = 4, maxSize = 5, empty = true } = limits;
  return fc.array(arbitrarySize(maxSize, empty), { minLength: minRank, maxLength: maxRank, size: "max" });
}
