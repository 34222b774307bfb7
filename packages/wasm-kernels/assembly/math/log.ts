/**
 * Logarithms of two float64 lanes, good for float32 results: x = 2ᵉ · m, √½ ≤ m < √2, log m = 2 · artanh(s), s = (m − 1) ÷ (m + 1).
 *
 * artanh(s) ÷ s is the polynomial in s² of degree 4 that begins with 1 and leaves the relative error least, 2⁻³⁷ (Remez). log 0 = −Infinity, NaN below 0.
 */
import { pair, term } from "./term";

/** The bits of √½, of 1, of 2⁵² and of a fraction. */
@inline
const rootBits: i64 = 0x3fe6a09e667f3bcd;
@inline
const oneBits: i64 = 0x3ff0000000000000;
@inline
const integerBits: i64 = 0x4330000000000000;
@inline
const fractionBits: i64 = 0x000fffffffffffff;

@inline
export function logLanes(x: v128): v128 {
  // Where m begins with √½ instead of 1, the exponent is e + 1023 and the fraction m's bits without √½'s.
  const shifted = i64x2.add(x, i64x2.splat(oneBits - rootBits));
  const e = f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), i64x2.splat(integerBits)), f64x2.splat(4503599627370496 + 1023));
  const m = i64x2.add(v128.and(shifted, i64x2.splat(fractionBits)), i64x2.splat(rootBits));
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1))), z = f64x2.mul(s, s);
  const upper = term(f64x2.splat(0.23582151389025616), f64x2.mul(z, z), pair(0.2853730853675249, z, 0.40000335190983767));
  const sum = term(upper, f64x2.mul(z, z), pair(0.66666665645455783, z, 2));
  const value = term(e, f64x2.splat(0.6931471805599453), f64x2.mul(sum, s));
  const isOrdinary = v128.and(f64x2.gt(x, f64x2.splat(0)), f64x2.lt(x, f64x2.splat(Infinity)));
  return i64x2.all_true(isOrdinary) ? value : v128.bitselect(value, special(x), isOrdinary);
}

/** Infinity and NaN give themselves, 0 gives −Infinity, what is below 0 NaN. */
function special(x: v128): v128 {
  const other = v128.bitselect(f64x2.splat(-Infinity), f64x2.splat(NaN), f64x2.eq(x, f64x2.splat(0)));
  return v128.bitselect(other, x, f64x2.le(x, f64x2.splat(0)));
}

/** log(1 + x); near 0, where 1 + x would round, x − x² ÷ 2. */
@inline
export function log1pLanes(x: v128): v128 {
  const near = f64x2.sub(x, f64x2.mul(f64x2.mul(x, x), f64x2.splat(0.5)));
  return v128.bitselect(near, logLanes(f64x2.add(x, f64x2.splat(1))), f64x2.lt(f64x2.abs(x), f64x2.splat(1.0 / 16384.0)));
}
