/**
 * base^exponent of two float64 lanes as C's pow has it, good for float32 results: ±e^(exponent · log |base|).
 *
 * 1 to any power and any base to the power 0 are 1, −1 to ±Infinity too; a finite base below 0 wants an integer exponent, else NaN.
 */
import { expLanes } from "./exp";
import { logLanes } from "./log";

@inline
export function powLanes(base: v128, exponent: v128): v128 {
  const one = f64x2.splat(1), size = f64x2.abs(base), half = f64x2.mul(exponent, f64x2.splat(0.5));
  const value = expLanes(f64x2.mul(exponent, logLanes(size)));
  const isInteger = f64x2.eq(f64x2.nearest(exponent), exponent);
  const isOdd = v128.andnot(isInteger, f64x2.eq(f64x2.nearest(half), half));
  const signed = v128.or(value, v128.and(v128.and(base, f64x2.splat(-0.0)), isOdd));
  const isNegative = v128.and(f64x2.lt(base, f64x2.splat(0)), f64x2.gt(base, f64x2.splat(-Infinity)));
  const real = v128.bitselect(f64x2.splat(NaN), signed, v128.andnot(isNegative, isInteger));
  const endless = v128.and(f64x2.eq(size, one), f64x2.eq(f64x2.abs(exponent), f64x2.splat(Infinity)));
  return v128.bitselect(one, real, v128.or(v128.or(f64x2.eq(base, one), f64x2.eq(exponent, f64x2.splat(0))), endless));
}
