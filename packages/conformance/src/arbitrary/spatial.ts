import fc from "fast-check";

/** One number for both axes, or [height, width]. */
export function arbitraryPair(min: number, max: number): fc.Arbitrary<number | [number, number]> {
  const one = fc.integer({ min, max });
  return fc.oneof(one, fc.tuple(one, one));
}

/** Leading axes of a spatial input: no batch axis, or one of 0 … 3. */
export function arbitraryBatch(): fc.Arbitrary<number[]> {
  return fc.oneof<fc.WeightedArbitrary<number[]>[]>(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 3 }).map((batch) => [batch]) },
    { weight: 1, arbitrary: fc.constant([0]) },
    { weight: 2, arbitrary: fc.constant([]) },
  );
}

/** At least `smallest`, and `extra` more as long as that stays within 12. */
export function sizeFrom(smallest: number, extra: number): number {
  return Math.min(smallest + extra, Math.max(smallest, 12));
}

/** How much larger than the smallest legal one a size is. */
export const arbitraryExtra: fc.Arbitrary<number> = fc.integer({ min: 0, max: 11 });
