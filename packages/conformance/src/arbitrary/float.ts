import fc from "fast-check";

// Every value is a float32, so that a float32 and a float64 backend get the same input.

const zero = fc.constantFrom(0, -0);

/** n/8 with |n| <= 64: sums and products of a few are exact. */
export function arbitraryFraction(): fc.Arbitrary<number> {
  return fc.integer({ min: -64, max: 64 }).map((n) => n / 8);
}

/** −10 … 10, all 24 bits in use, with fractions and both zeros. */
export function arbitraryModerate(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 4, arbitrary: arbitraryFraction() },
    { weight: 1, arbitrary: zero },
    { weight: 5, arbitrary: fc.integer({ min: -10_000_000, max: 10_000_000 }).map((n) => Math.fround(n / 1_000_000)) },
  );
}

/** Above 0, up to 4: weights, variances. */
export function arbitraryPositive(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 4000 }).map((n) => Math.fround(n / 1000));
}

/** Moderate values and magnitudes from 2^−20 to 10^9. */
export function arbitraryFloat(): fc.Arbitrary<number> {
  const wide = fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -20, max: 20 }));
  return fc.oneof(
    { weight: 8, arbitrary: arbitraryModerate() },
    { weight: 2, arbitrary: wide.map(([mantissa, exponent]) => mantissa * 2 ** exponent) },
  );
}

/** 0, 1 or 2: maxima that are reached more than once. */
export function arbitraryTie(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 });
}

/** Moderate values with NaN and both infinities among them. */
export function arbitraryNonFinite(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: arbitraryModerate() },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
  );
}
