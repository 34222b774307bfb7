/**
 * tile[r, c] = Σ_k left[k, r] · right[k, c] for 4 rows and 8 columns: the inner loop of every matrix product.
 *
 * left [depth, 4] and right [depth, 8] are packed, tile is [4, 8]; sums run over k in order. 8 accumulators, 2 vectors of `right` and one
 * product fill the registers that V8 has; a fifth row spills and halves the speed.
 */
export function multiplyTile(left: usize, right: usize, depth: u32, tile: usize): void {
  let sum00 = f32x4.splat(0), sum01 = sum00, sum10 = sum00, sum11 = sum00, sum20 = sum00, sum21 = sum00, sum30 = sum00, sum31 = sum00;
  for (const end = left + (<usize>depth << 4); left < end; left += 16, right += 32) {
    const right0 = v128.load(right);
    const right1 = v128.load(right, 16);
    const left0 = v128.load32_splat(left);
    sum00 = f32x4.add(sum00, f32x4.mul(left0, right0));
    sum01 = f32x4.add(sum01, f32x4.mul(left0, right1));
    const left1 = v128.load32_splat(left, 4);
    sum10 = f32x4.add(sum10, f32x4.mul(left1, right0));
    sum11 = f32x4.add(sum11, f32x4.mul(left1, right1));
    const left2 = v128.load32_splat(left, 8);
    sum20 = f32x4.add(sum20, f32x4.mul(left2, right0));
    sum21 = f32x4.add(sum21, f32x4.mul(left2, right1));
    const left3 = v128.load32_splat(left, 12);
    sum30 = f32x4.add(sum30, f32x4.mul(left3, right0));
    sum31 = f32x4.add(sum31, f32x4.mul(left3, right1));
  }
  v128.store(tile, sum00);
  v128.store(tile, sum01, 16);
  v128.store(tile, sum10, 32);
  v128.store(tile, sum11, 48);
  v128.store(tile, sum20, 64);
  v128.store(tile, sum21, 80);
  v128.store(tile, sum30, 96);
  v128.store(tile, sum31, 112);
}
