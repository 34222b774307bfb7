/** One vector of 4 elements folded into the pair of accumulators (first, second); sums and products run in float64, 2 lanes in each. */
import { max, min, prod, sum } from "./block";

@inline
export function neutral(op: u32): v128 {
  if (op == sum) return f64x2.splat(0);
  if (op == prod) return f64x2.splat(1);
  return f32x4.splat(op == max ? -Infinity : Infinity);
}

/** Lanes 0 and 1 of a sum or product, all lanes of max and min (NaN wins). */
@inline
export function foldFirst(op: u32, total: v128, four: v128): v128 {
  if (op == max) return f32x4.max(total, four);
  if (op == min) return f32x4.min(total, four);
  return op == sum ? f64x2.add(total, f64x2.promote_low_f32x4(four)) : f64x2.mul(total, f64x2.promote_low_f32x4(four));
}

/** Lanes 2 and 3 of a sum or product. */
@inline
export function foldSecond(op: u32, total: v128, four: v128): v128 {
  if (op == max || op == min) return total;
  const upper = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
  return op == sum ? f64x2.add(total, upper) : f64x2.mul(total, upper);
}

/** What pads a vector without a change of the total. */
@inline
export function padding(op: u32): v128 {
  if (op == sum) return f32x4.splat(0);
  if (op == prod) return f32x4.splat(1);
  return f32x4.splat(op == max ? -Infinity : Infinity);
}

/** All lanes of both accumulators as one float32: (0 and 2) with (1 and 3). */
@inline
export function total(op: u32, first: v128, second: v128): f32 {
  if (op == max || op == min) {
    const halves = v128.shuffle<f32>(first, first, 2, 3, 2, 3), pair = op == max ? f32x4.max(first, halves) : f32x4.min(first, halves);
    const one = v128.shuffle<f32>(pair, pair, 1, 1, 1, 1);
    return f32x4.extract_lane(op == max ? f32x4.max(pair, one) : f32x4.min(pair, one), 0);
  }
  const pair = op == sum ? f64x2.add(first, second) : f64x2.mul(first, second);
  const left = f64x2.extract_lane(pair, 0), right = f64x2.extract_lane(pair, 1);
  return <f32>(op == sum ? left + right : left * right);
}
