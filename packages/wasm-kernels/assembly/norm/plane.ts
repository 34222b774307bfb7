/** Runs of float32 with sums in float64: 4 vectors of accumulators, 8 elements at a time, in an order that only the length decides. */

@inline
export function lower(four: v128): v128 {
  return f64x2.promote_low_f32x4(four);
}

@inline
export function upper(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
}

/** Two float64 pairs, rounded to float32. */
@inline
export function join(first: v128, second: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2);
}

@inline
function total(a: v128, b: v128, c: v128, d: v128): f64 {
  const pair = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Σ x */
export function sumOf(x: usize, count: u32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  const end = x + (<usize>count << 2);
  for (; x + 32 <= end; x += 32) {
    const first = v128.load(x), second = v128.load(x, 16);
    a = f64x2.add(a, lower(first));
    b = f64x2.add(b, upper(first));
    c = f64x2.add(c, lower(second));
    d = f64x2.add(d, upper(second));
  }
  let sum = total(a, b, c, d);
  for (; x < end; x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/** Σ (x − centre) · (x − centre), or with y Σ y · (x − centre); products are float32. */
export function productsOf(x: usize, y: usize, count: u32, centre: f32): f64 {
  const centres = f32x4.splat(centre), end = x + (<usize>count << 2), shift = y - x;
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (; x + 32 <= end; x += 32) {
    let first = f32x4.sub(v128.load(x), centres), second = f32x4.sub(v128.load(x, 16), centres);
    first = f32x4.mul(first, y ? v128.load(x + shift) : first);
    second = f32x4.mul(second, y ? v128.load(x + shift, 16) : second);
    a = f64x2.add(a, lower(first));
    b = f64x2.add(b, upper(first));
    c = f64x2.add(c, lower(second));
    d = f64x2.add(d, upper(second));
  }
  let sum = total(a, b, c, d);
  for (; x < end; x += 4) {
    const value = load<f32>(x) - centre;
    sum += <f64>(value * (y ? load<f32>(x + shift) : value));
  }
  return sum;
}

/** y = (x − centre) · scale + shift, or with g y = (x − centre) · scale + (g · factor + shift). */
export function transform(x: usize, g: usize, y: usize, count: u32, centre: f32, scale: f32, factor: f32, shift: f32): void {
  const centres = f32x4.splat(centre), scales = f32x4.splat(scale), factors = f32x4.splat(factor), shifts = f32x4.splat(shift);
  const end = x + (<usize>count << 2), toG = g - x, toY = y - x;
  if (g) {
    for (; x + 16 <= end; x += 16) {
      const moved = f32x4.add(f32x4.mul(v128.load(x + toG), factors), shifts);
      v128.store(x + toY, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x), centres), scales), moved));
    }
    for (; x < end; x += 4) store<f32>(x + toY, (load<f32>(x) - centre) * scale + (load<f32>(x + toG) * factor + shift));
    return;
  }
  for (; x + 16 <= end; x += 16) v128.store(x + toY, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x), centres), scales), shifts));
  for (; x < end; x += 4) store<f32>(x + toY, (load<f32>(x) - centre) * scale + shift);
}
