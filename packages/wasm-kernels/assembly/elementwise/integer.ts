/** Integer functions that have no lanes. */

/** Truncates; a division by 0 gives 0, and −2³¹ ÷ −1 wraps. */
@inline
export function integerDivide<T>(a: T, b: T): T {
  if (b == 0) return 0;
  if (isSigned<T>() && b == -1) return <T>(0 - a);
  return <T>(a / b);
}

/** base ^ exponent modulo 2³²; a negative exponent leaves only ±1 other than 0. */
@inline
export function integerPower<T>(base: T, exponent: T): T {
  return <T>power(<i32>base, <i32>exponent);
}

function power(base: i32, exponent: i32): i32 {
  if (exponent < 0) {
    if (base == 1) return 1;
    return base == -1 ? 1 - ((exponent & 1) << 1) : 0;
  }
  let result = 1;
  for (let square = base; exponent > 0; exponent >>= 1, square *= square) if (exponent & 1) result *= square;
  return result;
}
