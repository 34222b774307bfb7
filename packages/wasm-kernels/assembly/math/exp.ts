/**
 * Exponentials of two float64 lanes, good for float32 results: x = n · ln 2 + r, |r| ≤ ½ ln 2, e^x = 2ⁿ · (1 + p), p = e^r − 1 = r + r² · q(r).
 *
 * q is the polynomial of degree 5 that leaves p's relative error least, 2⁻³² (Remez); that of e^x is below 2⁻³³. e⁰ is exactly 1.
 * x is clamped to ±200, where float32 has long become 0 or Infinity; NaN stays.
 */
import { pair, term } from "./term";

/** Added to n, it leaves n + 1023 in the last bits: rounded to an integer, and 2ⁿ once they are moved to the exponent's place. */
@inline
const shifter: f64 = 6755399441055744 + 1023;

@inline
function q(r: v128, r2: v128): v128 {
  const upper = pair(0.00019845877876415532, r, 0.0013940617024260582), middle = pair(0.0083333893448816095, r, 0.041666361035067903);
  return term(term(upper, r2, middle), r2, pair(0.16666666370648054, r, 0.50000000441375367));
}

/** pmin and pmax keep a NaN that stands first, in one instruction each. */
@inline
function clamp(x: v128): v128 {
  return f64x2.pmax(f64x2.pmin(x, f64x2.splat(200)), f64x2.splat(-200));
}

/** n + shifter */
@inline
function quotient(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(shifter));
}

@inline
function remainder(x: v128, shifted: v128): v128 {
  return f64x2.sub(x, f64x2.mul(f64x2.sub(shifted, f64x2.splat(shifter)), f64x2.splat(0.6931471805599453)));
}

@inline
export function expLanes(x: v128): v128 {
  const clamped = clamp(x), shifted = quotient(clamped), r = remainder(clamped, shifted), r2 = f64x2.mul(r, r);
  return f64x2.mul(term(q(r, r2), r2, f64x2.add(r, f64x2.splat(1))), i64x2.shl(shifted, 52));
}

/** e^x − 1 without cancellation: 2ⁿ · p + (2ⁿ − 1). */
@inline
export function expm1Lanes(x: v128): v128 {
  const clamped = clamp(x), shifted = quotient(clamped), r = remainder(clamped, shifted), r2 = f64x2.mul(r, r), scale = i64x2.shl(shifted, 52);
  return term(term(q(r, r2), r2, r), scale, f64x2.sub(scale, f64x2.splat(1)));
}
