/**
 * Elements as another dtype: 0 float32, 1 int32, 2 uint8, 3 bool (x ≠ 0); whole vectors only.
 *
 * Floats truncate towards zero and wrap, integers wrap; NaN and infinities become 0 (and true): what JavaScript's typed arrays do.
 */
import { storeMask } from "./predicate";

export function castFloats(to: u32, x: usize, at: usize, end: usize): void {
  switch (to) {
    case 1: for (; x < end; x += 16, at += 16) v128.store(at, wrapped(v128.load(x))); break;
    case 2: for (; x < end; x += 16, at += 4) storeLowBytes(at, wrapped(v128.load(x))); break;
    case 3: for (; x < end; x += 16, at += 4) storeMask<f32>(at, f32x4.ne(v128.load(x), f32x4.splat(0))); break;
    default: unreachable();
  }
}

export function castWords(to: u32, x: usize, at: usize, end: usize): void {
  switch (to) {
    case 0: for (; x < end; x += 16, at += 16) v128.store(at, f32x4.convert_i32x4_s(v128.load(x))); break;
    case 2: for (; x < end; x += 16, at += 4) storeLowBytes(at, v128.load(x)); break;
    case 3: for (; x < end; x += 16, at += 4) storeMask<i32>(at, i32x4.ne(v128.load(x), i32x4.splat(0))); break;
    default: unreachable();
  }
}

export function castBytes(to: u32, x: usize, at: usize, end: usize): void {
  switch (to) {
    case 0: for (; x < end; x += 4, at += 16) v128.store(at, f32x4.convert_i32x4_s(extended(x))); break;
    case 1: for (; x < end; x += 4, at += 16) v128.store(at, extended(x)); break;
    case 3: for (; x < end; x += 16, at += 16) storeMask<u8>(at, i8x16.ne(v128.load(x), i8x16.splat(0))); break;
    default: unreachable();
  }
}

/** x − 2³² · trunc(x / 2³²) is exact and has the sign of x; its size fits 32 bits. What is not finite becomes NaN and then 0. */
@inline
function wrapped(x: v128): v128 {
  const whole = f32x4.trunc(x), turns = f32x4.trunc(f32x4.mul(whole, f32x4.splat(2.3283064365386963e-10)));
  const rest = f32x4.sub(whole, f32x4.mul(turns, f32x4.splat(4294967296))), isNegative = f32x4.lt(rest, f32x4.splat(0));
  // −n is ~n + 1, and a mask is −1.
  return i32x4.sub(v128.xor(i32x4.trunc_sat_f32x4_u(f32x4.abs(rest)), isNegative), isNegative);
}

@inline
function storeLowBytes(at: usize, words: v128): void {
  const bytes = v128.and(words, i32x4.splat(255)), halves = i16x8.narrow_i32x4_u(bytes, bytes);
  v128.store_lane<u32>(at, i8x16.narrow_i16x8_u(halves, halves), 0);
}

@inline
function extended(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}
