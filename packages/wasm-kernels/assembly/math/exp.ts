/**
 * Exponentials of two float64 lanes, good for float32 results: x = n · ln 2 + r, e^x = 2ⁿ · (1 + p), p = e^r − 1 by its series to r¹⁰, |r| ≤ ½ ln 2.
 *
 * The remainder is below 2⁻³⁹ of the result. x is clamped to ±200, where float32 has long become 0 or Infinity; NaN stays.
 */

@inline
function series(r: v128): v128 {
  let sum = f64x2.splat(1.0 / 3628800.0);
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 362880.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 40320.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 5040.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 720.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 120.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 24.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 6.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(0.5));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1));
  return f64x2.mul(sum, r);
}

@inline
function clamp(x: v128): v128 {
  return f64x2.max(f64x2.min(x, f64x2.splat(200)), f64x2.splat(-200));
}

@inline
function quotient(x: v128): v128 {
  return f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)));
}

@inline
function powerOfTwo(n: v128): v128 {
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  return i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52);
}

@inline
export function expLanes(x: v128): v128 {
  const clamped = clamp(x), n = quotient(clamped), scale = powerOfTwo(n);
  const p = series(f64x2.sub(clamped, f64x2.mul(n, f64x2.splat(0.6931471805599453))));
  return f64x2.add(scale, f64x2.mul(scale, p));
}

/** e^x − 1 without cancellation: 2ⁿ · p + (2ⁿ − 1). */
@inline
export function expm1Lanes(x: v128): v128 {
  const clamped = clamp(x), n = quotient(clamped), scale = powerOfTwo(n);
  const p = series(f64x2.sub(clamped, f64x2.mul(n, f64x2.splat(0.6931471805599453))));
  return f64x2.add(f64x2.mul(scale, p), f64x2.sub(scale, f64x2.splat(1)));
}
