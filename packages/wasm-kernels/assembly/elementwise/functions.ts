/**
 * Functions that cost more than the memory they read, with unary's numbers; whole vectors only. All but exp in float64, rounded once.
 *
 * Two vectors at a time: engines build every constant anew, three instructions each, in every turn of a loop.
 */
import { erfLanes } from "../math/erf";
import { expLanes, expm1Lanes } from "../math/exp";
import { expFour } from "../math/exp-four";
import { log1pLanes, logLanes } from "../math/log";

@inline
const exp: u32 = 3;
@inline
const expm1: u32 = 4;
@inline
const log: u32 = 5;
@inline
const log1p: u32 = 6;
@inline
const tanh: u32 = 10;
@inline
const sigmoid: u32 = 11;
@inline
const erf: u32 = 16;

export function functions(op: u32, x: usize, to: usize, end: usize): void {
  switch (op) {
    case exp: evaluateAll(exp, x, to, end); break;
    case expm1: evaluateAll(expm1, x, to, end); break;
    case log: evaluateAll(log, x, to, end); break;
    case log1p: evaluateAll(log1p, x, to, end); break;
    case tanh: evaluateAll(tanh, x, to, end); break;
    case sigmoid: evaluateAll(sigmoid, x, to, end); break;
    case erf: evaluateAll(erf, x, to, end); break;
    default: unreachable();
  }
}

@inline
function evaluateAll(op: u32, x: usize, to: usize, end: usize): void {
  for (; x + 32 <= end; x += 32, to += 32) {
    const first = evaluate(op, x), second = evaluate(op, x + 16);
    v128.store(to, first);
    v128.store(to, second, 16);
  }
  if (x < end) v128.store(to, evaluate(op, x));
}

@inline
function evaluate(op: u32, x: usize): v128 {
  if (op == exp) {
    const four = v128.load(x), isOrdinary = f32x4.le(f32x4.abs(four), f32x4.splat(87)), power = expFour(four);
    return i32x4.all_true(isOrdinary) ? power : v128.bitselect(power, farExp(x), isOrdinary);
  }
  const value = join(lanes(op, f64x2.promote_low_f32x4(v128.load64_zero(x))), lanes(op, f64x2.promote_low_f32x4(v128.load64_zero(x, 8))));
  // The functions of which 0 is a fixed point keep the sign: −0 stays −0.
  const keepsSign = op == expm1 || op == log1p || op == tanh;
  return keepsSign ? v128.or(value, v128.and(v128.load(x), f32x4.splat(-0.0))) : value;
}

/** What may be subnormal, 0, Infinity or NaN. */
function farExp(x: usize): v128 {
  return join(expLanes(f64x2.promote_low_f32x4(v128.load64_zero(x))), expLanes(f64x2.promote_low_f32x4(v128.load64_zero(x, 8))));
}

@inline
function lanes(op: u32, x: v128): v128 {
  if (op == expm1) return expm1Lanes(x);
  if (op == log) return logLanes(x);
  if (op == log1p) return log1pLanes(x);
  if (op == tanh) return tanhLanes(x);
  return op == sigmoid ? sigmoidLanes(x) : erfLanes(x);
}

/** Two float64 pairs, rounded to float32. */
@inline
export function join(first: v128, second: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2);
}

/** (e^2x − 1) ÷ (e^2x + 1) */
@inline
function tanhLanes(x: v128): v128 {
  const grown = expm1Lanes(f64x2.add(x, x));
  return f64x2.div(grown, f64x2.add(grown, f64x2.splat(2)));
}

@inline
function sigmoidLanes(x: v128): v128 {
  return f64x2.div(f64x2.splat(1), f64x2.add(f64x2.splat(1), expLanes(f64x2.neg(x))));
}
