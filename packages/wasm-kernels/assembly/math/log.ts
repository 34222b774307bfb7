/**
 * Logarithms of two float64 lanes, good for float32 results: x = 2ᵉ · m, √½ ≤ m < √2, log m = 2 · artanh(s), s = (m − 1) ÷ (m + 1).
 *
 * The series ends with s¹⁵; its remainder is below 2⁻⁴⁴ of the result. log 0 = −Infinity, NaN below 0.
 */

@inline
export function logLanes(x: v128): v128 {
  const exponent = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const m = i64x2.sub(x, i64x2.shl(exponent, 52));
  const e = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2));
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let sum = f64x2.splat(2.0 / 15.0);
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2.0 / 13.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2.0 / 11.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2.0 / 9.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2.0 / 7.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2.0 / 5.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2.0 / 3.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(2));
  const value = f64x2.add(f64x2.mul(e, f64x2.splat(0.6931471805599453)), f64x2.mul(sum, s));
  // Infinity and NaN give themselves, 0 gives −Infinity, what is below 0 NaN.
  const isFinite = f64x2.lt(x, f64x2.splat(Infinity));
  const positive = v128.bitselect(value, x, isFinite);
  const other = v128.bitselect(f64x2.splat(-Infinity), f64x2.splat(NaN), f64x2.eq(x, f64x2.splat(0)));
  return v128.bitselect(other, positive, f64x2.le(x, f64x2.splat(0)));
}

/** log(1 + x); near 0, where 1 + x would round, x − x² ÷ 2. */
@inline
export function log1pLanes(x: v128): v128 {
  const near = f64x2.sub(x, f64x2.mul(f64x2.mul(x, x), f64x2.splat(0.5)));
  return v128.bitselect(near, logLanes(f64x2.add(x, f64x2.splat(1))), f64x2.lt(f64x2.abs(x), f64x2.splat(1.0 / 16384.0)));
}
