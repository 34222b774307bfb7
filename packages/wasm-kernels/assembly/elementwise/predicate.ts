/** Four lanes of a comparison (all ones or zeros) as four bytes, 1 or 0. */
@inline
export function bytesOf(mask: v128): u32 {
  const ones = v128.and(mask, i32x4.splat(1)), halves = i16x8.narrow_i32x4_u(ones, ones);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(halves, halves), 0);
}

/** Four bytes (0 or not) as lanes of all zeros or ones. */
@inline
export function maskOf(at: usize): v128 {
  return i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at))), i32x4.splat(0));
}
