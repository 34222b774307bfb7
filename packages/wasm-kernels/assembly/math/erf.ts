/**
 * erf of two float64 lanes, good for float32 results: up to 475/512 an odd polynomial, beyond it 1 − e^q(|x|) (after N. Juffa's erff).
 */
import { expLanes } from "./exp";
import { pair, term } from "./term";

@inline
export function erfLanes(x: v128): v128 {
  const t = f64x2.pmin(f64x2.abs(x), f64x2.splat(8)), t2 = f64x2.mul(t, t), t4 = f64x2.mul(t2, t2);
  const top = term(pair(-5.96761703e-4, t2, 4.99119423e-3), t4, pair(-2.67681349e-2, t2, 1.12819925e-1));
  const near = term(term(top, t4, pair(-3.76125336e-1, t2, 1.28379166e-1)), t, t);
  const upper = term(f64x2.splat(-1.72853470e-5), t2, pair(3.83197126e-4, t, -3.88396438e-3));
  const exponent = term(term(upper, t2, pair(2.42546219e-2, t, -1.06777877e-1)), t2, pair(-6.34846687e-1, t, -1.128717512));
  const far = f64x2.sub(f64x2.splat(1), expLanes(f64x2.mul(exponent, t)));
  const size = v128.bitselect(far, near, f64x2.gt(t, f64x2.splat(0.927734375)));
  return v128.or(size, v128.and(x, f64x2.splat(-0.0)));
}
