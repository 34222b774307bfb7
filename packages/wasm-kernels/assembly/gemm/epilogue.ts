/** What follows a sum: activation(sum + bias + residual). 0 none, 1 relu, 2 relu6; NaN passes both, −0 becomes 0. Lanes and scalars agree to the bit. */

@inline
export function activate4(value: v128, activation: u32): v128 {
  if (activation == 0) return value;
  const positive = v128.andnot(value, f32x4.le(value, f32x4.splat(0)));
  if (activation == 1) return positive;
  const six = f32x4.splat(6);
  return v128.bitselect(six, positive, f32x4.gt(positive, six));
}

@inline
export function activate(value: f32, activation: u32): f32 {
  if (activation == 0) return value;
  if (value <= 0) return 0;
  return activation == 2 && value > 6 ? 6 : value;
}
