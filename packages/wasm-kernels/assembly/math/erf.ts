/**
 * erf of two float64 lanes, good for float32 results: up to 475/512 an odd polynomial, beyond it 1 − e^q(|x|) (after N. Juffa's erff).
 */
import { expLanes } from "./exp";

@inline
export function erfLanes(x: v128): v128 {
  const t = f64x2.min(f64x2.abs(x), f64x2.splat(8)), z = f64x2.mul(t, t);
  let near = f64x2.splat(-5.96761703e-4);
  near = f64x2.add(f64x2.mul(near, z), f64x2.splat(4.99119423e-3));
  near = f64x2.add(f64x2.mul(near, z), f64x2.splat(-2.67681349e-2));
  near = f64x2.add(f64x2.mul(near, z), f64x2.splat(1.12819925e-1));
  near = f64x2.add(f64x2.mul(near, z), f64x2.splat(-3.76125336e-1));
  near = f64x2.add(f64x2.mul(near, z), f64x2.splat(1.28379166e-1));
  near = f64x2.add(f64x2.mul(near, t), t);
  let far = f64x2.splat(-1.72853470e-5);
  far = f64x2.add(f64x2.mul(far, t), f64x2.splat(3.83197126e-4));
  far = f64x2.add(f64x2.mul(far, t), f64x2.splat(-3.88396438e-3));
  far = f64x2.add(f64x2.mul(far, t), f64x2.splat(2.42546219e-2));
  far = f64x2.add(f64x2.mul(far, t), f64x2.splat(-1.06777877e-1));
  far = f64x2.add(f64x2.mul(far, t), f64x2.splat(-6.34846687e-1));
  far = f64x2.add(f64x2.mul(far, t), f64x2.splat(-1.28717512e-1));
  far = f64x2.sub(f64x2.mul(far, t), t);
  far = f64x2.sub(f64x2.splat(1), expLanes(far));
  const size = v128.bitselect(far, near, f64x2.gt(t, f64x2.splat(0.927734375)));
  return v128.or(size, v128.and(x, f64x2.splat(-0.0)));
}
