/**
 * Folds of 4-element vectors. Sums and products run in float64, so that 4 elements fill two accumulators, `lower` and `upper`; for max and min `lower`
 * holds the 4 best and `upper` marks, with ones, the lanes that have seen NaN.
 */
import { maximum, minimum, prod, sum } from "./block";

@inline
export function neutralLower(op: u32): v128 {
  if (op == sum) return f64x2.splat(0);
  if (op == prod) return f64x2.splat(1);
  return f32x4.splat(op == maximum ? -Infinity : Infinity);
}

@inline
export function neutralUpper(op: u32): v128 {
  return op == prod ? f64x2.splat(1) : f64x2.splat(0);
}

/** An element that changes no fold. */
@inline
export function padding(op: u32): v128 {
  if (op == sum) return f32x4.splat(0);
  if (op == prod) return f32x4.splat(1);
  return f32x4.splat(op == maximum ? -Infinity : Infinity);
}

@inline
export function foldLower(op: u32, total: v128, four: v128): v128 {
  if (op == maximum) return f32x4.pmax(total, four);
  if (op == minimum) return f32x4.pmin(total, four);
  const pair = f64x2.promote_low_f32x4(four);
  return op == sum ? f64x2.add(total, pair) : f64x2.mul(total, pair);
}

/** What foldUpper wants of the 4 elements at `at`: the upper two anew, which is quicker than to move them down. */
@inline
export function upperOf(op: u32, at: usize, four: v128): v128 {
  return op == maximum || op == minimum ? four : v128.load64_zero(at, 8);
}

@inline
export function upperIn(op: u32, four: v128): v128 {
  return op == maximum || op == minimum ? four : v128.shuffle<i64>(four, four, 1, 1);
}

@inline
export function foldUpper(op: u32, total: v128, upper: v128): v128 {
  if (op == maximum || op == minimum) return v128.or(total, f32x4.ne(upper, upper));
  const pair = f64x2.promote_low_f32x4(upper);
  return op == sum ? f64x2.add(total, pair) : f64x2.mul(total, pair);
}

/** Two accumulators as one. */
@inline
export function joinLower(op: u32, a: v128, b: v128): v128 {
  if (op == maximum) return f32x4.pmax(a, b);
  if (op == minimum) return f32x4.pmin(a, b);
  return op == sum ? f64x2.add(a, b) : f64x2.mul(a, b);
}

@inline
export function joinUpper(op: u32, a: v128, b: v128): v128 {
  if (op == maximum || op == minimum) return v128.or(a, b);
  return op == sum ? f64x2.add(a, b) : f64x2.mul(a, b);
}

/** Two results as one; NaN wins. */
@inline
export function join(op: u32, a: f64, b: f64): f64 {
  if (op == maximum) return max(a, b);
  if (op == minimum) return min(a, b);
  return op == sum ? a + b : a * b;
}

/** The fold of all lanes. */
@inline
export function totalOf(op: u32, lower: v128, upper: v128): f64 {
  if (op == maximum || op == minimum) {
    if (v128.any_true(upper)) return NaN;
    const pair = joinLower(op, lower, v128.shuffle<f32>(lower, lower, 2, 3, 2, 3));
    return f32x4.extract_lane(joinLower(op, pair, v128.shuffle<f32>(pair, pair, 1, 1, 1, 1)), 0);
  }
  const pair = joinUpper(op, lower, upper);
  return join(op, f64x2.extract_lane(pair, 0), f64x2.extract_lane(pair, 1));
}

/** The 4 results of 4 lanes that were folded side by side. */
@inline
export function storeResults(op: u32, lower: v128, upper: v128, wide: bool, to: usize): void {
  const isBest = op == maximum || op == minimum;
  // Ones everywhere are a NaN.
  const best = v128.or(lower, upper);
  if (wide) {
    v128.store(to, isBest ? f64x2.promote_low_f32x4(best) : lower);
    v128.store(to, isBest ? f64x2.promote_low_f32x4(v128.shuffle<i64>(best, best, 1, 1)) : upper, 16);
  } else v128.store(to, isBest ? best : v128.shuffle<i64>(f32x4.demote_f64x2_zero(lower), f32x4.demote_f64x2_zero(upper), 0, 2));
}
