/** Four lanes of a comparison (all ones or zeros) as four bytes, 1 or 0. */
@inline
export function bytesOf(mask: v128): u32 {
  const ones = v128.and(mask, i32x4.splat(1)), halves = i16x8.narrow_i32x4_u(ones, ones);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(halves, halves), 0);
}

/** Stores a comparison of elements of type T: one byte, 1 or 0, for each. */
@inline
export function storeMask<T>(to: usize, mask: v128): void {
  if (sizeof<T>() == 1) v128.store(to, v128.and(mask, i8x16.splat(1)));
  else store<u32>(to, bytesOf(mask));
}

/** Bytes (0 or not) as lanes of all zeros or ones, as wide as T. */
@inline
export function maskOf<T>(at: usize): v128 {
  if (sizeof<T>() == 1) return i8x16.ne(v128.load(at), i8x16.splat(0));
  return i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at))), i32x4.splat(0));
}
