/**
 * tile[c, r] = Σ_p left[r, p] · right[c, p] for 4 rows and 2 columns, both running along p.
 *
 * Row r of left begins at left_r, `length` elements; right is padded with zeros to a whole vector, left is never read beyond its end.
 * Lane l sums p ≡ l mod 4 in order; then (0 + 2) + (1 + 3).
 */
export function dotTile(left0: usize, left1: usize, left2: usize, left3: usize, right0: usize, right1: usize, length: u32, tile: usize): void {
  let sum00 = f32x4.splat(0), sum01 = sum00, sum10 = sum00, sum11 = sum00, sum20 = sum00, sum21 = sum00, sum30 = sum00, sum31 = sum00;
  let p: usize = 0;
  for (const end = <usize>(length & ~3) << 2; p < end; p += 16) {
    const column0 = v128.load(right0 + p), column1 = v128.load(right1 + p);
    const row0 = v128.load(left0 + p);
    sum00 = f32x4.add(sum00, f32x4.mul(row0, column0));
    sum01 = f32x4.add(sum01, f32x4.mul(row0, column1));
    const row1 = v128.load(left1 + p);
    sum10 = f32x4.add(sum10, f32x4.mul(row1, column0));
    sum11 = f32x4.add(sum11, f32x4.mul(row1, column1));
    const row2 = v128.load(left2 + p);
    sum20 = f32x4.add(sum20, f32x4.mul(row2, column0));
    sum21 = f32x4.add(sum21, f32x4.mul(row2, column1));
    const row3 = v128.load(left3 + p);
    sum30 = f32x4.add(sum30, f32x4.mul(row3, column0));
    sum31 = f32x4.add(sum31, f32x4.mul(row3, column1));
  }
  const rest = length & 3;
  if (rest) {
    const column0 = v128.load(right0 + p), column1 = v128.load(right1 + p);
    const row0 = partOf(left0 + p, rest), row1 = partOf(left1 + p, rest), row2 = partOf(left2 + p, rest), row3 = partOf(left3 + p, rest);
    sum00 = f32x4.add(sum00, f32x4.mul(row0, column0));
    sum01 = f32x4.add(sum01, f32x4.mul(row0, column1));
    sum10 = f32x4.add(sum10, f32x4.mul(row1, column0));
    sum11 = f32x4.add(sum11, f32x4.mul(row1, column1));
    sum20 = f32x4.add(sum20, f32x4.mul(row2, column0));
    sum21 = f32x4.add(sum21, f32x4.mul(row2, column1));
    sum30 = f32x4.add(sum30, f32x4.mul(row3, column0));
    sum31 = f32x4.add(sum31, f32x4.mul(row3, column1));
  }
  v128.store(tile, sumsOf(sum00, sum10, sum20, sum30));
  v128.store(tile, sumsOf(sum01, sum11, sum21, sum31), 16);
}

/** The first 1 to 3 elements at `from`, then zeros. */
@inline
function partOf(from: usize, rest: u32): v128 {
  let four = v128.load32_zero(from);
  if (rest > 1) four = v128.load_lane<u32>(from + 4, four, 1);
  if (rest > 2) four = v128.load_lane<u32>(from + 8, four, 2);
  return four;
}

/** The sums of the lanes of each of 4 vectors. */
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
