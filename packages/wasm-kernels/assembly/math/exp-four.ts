/**
 * e^x of 4 float32 lanes, |x| ≤ 87, in float32, below 0.99 ulp: x = n · ln 2 + r, |r| ≤ ½ ln 2, e^x = 2ⁿ · (1 + (r + r² · q(r))).
 *
 * ln 2 is c + d, where n · c is exact; q is the polynomial of degree 4 that leaves the relative error of e^r least, 2⁻²⁸ (Remez).
 */

/** Added to n, it leaves n + 127 in the last bits: rounded to an integer, and 2ⁿ once they are moved to the exponent's place. */
@inline
const shifter: f32 = 12582912 + 127;

@inline
function term(a: v128, x: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(a, x), b);
}

@inline
export function expFour(x: v128): v128 {
  const shifted = term(x, f32x4.splat(1.4426950408889634), f32x4.splat(shifter)), n = f32x4.sub(shifted, f32x4.splat(shifter));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4))), r2 = f32x4.mul(r, r);
  const upper = term(f32x4.splat(0.0013814613), r, f32x4.splat(0.00836871)), middle = term(f32x4.splat(0.04166839), r, f32x4.splat(0.16666521));
  const q = term(term(upper, r2, middle), r, f32x4.splat(0.49999994));
  return f32x4.mul(f32x4.add(f32x4.splat(1), term(r2, q, r)), i32x4.shl(shifted, 23));
}
