/** Runs of float32 elements; the order of every sum is decided by the length alone. */

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

/** Elements of a lane pair, in bytes, that are added up in float32 before their sum goes on in float64: 64 elements, 8 to a lane. */
@inline
const blockBytes: usize = 256;

@inline
function halves(four: v128): v128 {
  return f64x2.add(lower(four), upper(four));
}

@inline
function addTo(sums: usize, first: v128, second: v128): void {
  store<f64>(sums, load<f64>(sums) + f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1));
  store<f64>(sums, load<f64>(sums, 8) + f64x2.extract_lane(second, 0) + f64x2.extract_lane(second, 1), 8);
}

/** Adds Σ d and Σ d², d = x − centre, to the two float64 at `sums`. */
export function addMoments(x: usize, count: u32, centre: f32, sums: usize): void {
  const centres = f32x4.splat(centre), end = x + (<usize>count << 2), wholeEnd = x + (<usize>(count & ~7) << 2);
  let first = f64x2.splat(0), second = first;
  while (x < wholeEnd) {
    let even = f32x4.splat(0), odd = even, evenSquares = even, oddSquares = even;
    for (const blockEnd = min(x + blockBytes, wholeEnd); x < blockEnd; x += 32) {
      const a = f32x4.sub(v128.load(x), centres), b = f32x4.sub(v128.load(x, 16), centres);
      even = f32x4.add(even, a);
      odd = f32x4.add(odd, b);
      evenSquares = f32x4.add(evenSquares, f32x4.mul(a, a));
      oddSquares = f32x4.add(oddSquares, f32x4.mul(b, b));
    }
    first = f64x2.add(first, halves(f32x4.add(even, odd)));
    second = f64x2.add(second, halves(f32x4.add(evenSquares, oddSquares)));
  }
  for (; x < end; x += 4) {
    const value = load<f32>(x) - centre;
    first = f64x2.add(first, f64x2(<f64>value, 0));
    second = f64x2.add(second, f64x2(<f64>(value * value), 0));
  }
  addTo(sums, first, second);
}

/** Adds Σ g, in float64 from the first, and Σ g · (x − centre) to the two float64 at `sums`. */
export function addProducts(x: usize, g: usize, count: u32, centre: f32, sums: usize): void {
  const centres = f32x4.splat(centre), end = x + (<usize>count << 2), wholeEnd = x + (<usize>(count & ~7) << 2), toG = g - x;
  let first = f64x2.splat(0), other = first, second = first;
  while (x < wholeEnd) {
    let even = f32x4.splat(0), odd = even;
    for (const blockEnd = min(x + blockBytes, wholeEnd); x < blockEnd; x += 32) {
      const a = v128.load(x + toG), b = v128.load(x + toG, 16);
      first = f64x2.add(first, lower(a));
      other = f64x2.add(other, upper(a));
      first = f64x2.add(first, lower(b));
      other = f64x2.add(other, upper(b));
      even = f32x4.add(even, f32x4.mul(a, f32x4.sub(v128.load(x), centres)));
      odd = f32x4.add(odd, f32x4.mul(b, f32x4.sub(v128.load(x, 16), centres)));
    }
    second = f64x2.add(second, halves(f32x4.add(even, odd)));
  }
  for (; x < end; x += 4) {
    const value = load<f32>(x + toG);
    first = f64x2.add(first, f64x2(<f64>value, 0));
    second = f64x2.add(second, f64x2(<f64>(value * (load<f32>(x) - centre)), 0));
  }
  addTo(sums, f64x2.add(first, other), second);
}

@inline
export function clearMoments(sums: usize): void {
  v128.store(sums, f64x2.splat(0));
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
