/**
 * to[r, c, kh, kw] = Σ G[i, kh] · products[6i + j, r, c] · G[j, kw], for a tile of `rows` ≤ 4 rows and `depth` ≤ 8 channels.
 *
 * products [36, 4, 8], `frequency` bytes from one of the 36 to the next; row r of the target begins r · rowBytes later. `columns` is room for [3, 6] vectors.
 */
import { p, pp, q, qq, weightAtP, weightAtQ, weightAtZero } from "./points";

export function transformGradWeight(products: usize, frequency: usize, rows: u32, depth: u32, to: usize, rowBytes: usize, columns: usize): void {
  for (let r: u32 = 0; r < rows; r++, products += 32, to += rowBytes) {
    for (let c: u32 = 0; c < depth; c += 4) transformFour(products + (<usize>c << 2), frequency, min(4, depth - c), to + <usize>c * 36, columns);
  }
}

@inline
function transformFour(from: usize, frequency: usize, depth: u32, to: usize, columns: usize): void {
  for (let j: usize = 0; j < 6; j++, from += frequency) {
    const m0 = v128.load(from), m1 = v128.load(from + 6 * frequency), m2 = v128.load(from + 12 * frequency), m3 = v128.load(from + 18 * frequency);
    const m4 = v128.load(from + 24 * frequency), m5 = v128.load(from + 30 * frequency), at = columns + (j << 4);
    v128.store(at, tap0(m0, m1, m2, m3, m4));
    v128.store(at, tap1(m1, m2, m3, m4), 96);
    v128.store(at, tap2(m1, m2, m3, m4, m5), 192);
  }
  const a = rowTap0(columns), b = rowTap1(columns), c = rowTap2(columns), d = rowTap0(columns + 96), e = rowTap1(columns + 96), f = rowTap2(columns + 96);
  const g = rowTap0(columns + 192), h = rowTap1(columns + 192), last = rowTap2(columns + 192);
  storeFour(a, b, c, d, depth, to);
  storeFour(e, f, g, h, depth, to + 16);
  v128.store_lane<u32>(to, last, 0, 32);
  if (depth > 1) v128.store_lane<u32>(to, last, 1, 68);
  if (depth > 2) v128.store_lane<u32>(to, last, 2, 104);
  if (depth > 3) v128.store_lane<u32>(to, last, 3, 140);
}

/** Lane c of 4 taps becomes 4 taps of channel c. */
@inline
function storeFour(a: v128, b: v128, c: v128, d: v128, depth: u32, to: usize): void {
  const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5));
  if (depth > 1) v128.store(to, v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7), 36);
  if (depth > 2) v128.store(to, v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5), 72);
  if (depth > 3) v128.store(to, v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7), 108);
}

@inline
function rowTap0(m: usize): v128 {
  return tap0(v128.load(m), v128.load(m, 16), v128.load(m, 32), v128.load(m, 48), v128.load(m, 64));
}

@inline
function rowTap1(m: usize): v128 {
  return tap1(v128.load(m, 16), v128.load(m, 32), v128.load(m, 48), v128.load(m, 64));
}

@inline
function rowTap2(m: usize): v128 {
  return tap2(v128.load(m, 16), v128.load(m, 32), v128.load(m, 48), v128.load(m, 64), v128.load(m, 80));
}

/** Σ_i G[i, k] · m_i for tap k: 6 roundings at most, two of them the coefficient's. */
@inline
function tap0(m0: v128, m1: v128, m2: v128, m3: v128, m4: v128): v128 {
  const sums = f32x4.add(f32x4.mul(f32x4.splat(weightAtP), f32x4.add(m1, m2)), f32x4.mul(f32x4.splat(weightAtQ), f32x4.add(m3, m4)));
  return f32x4.add(f32x4.mul(f32x4.splat(weightAtZero), m0), sums);
}

@inline
function tap1(m1: v128, m2: v128, m3: v128, m4: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(weightAtP * p), f32x4.sub(m1, m2)), f32x4.mul(f32x4.splat(weightAtQ * q), f32x4.sub(m3, m4)));
}

@inline
function tap2(m1: v128, m2: v128, m3: v128, m4: v128, m5: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(f32x4.splat(weightAtP * pp), f32x4.add(m1, m2)), f32x4.mul(f32x4.splat(weightAtQ * qq), f32x4.add(m3, m4))), m5);
}
