/**
 * packed[k, i] = source[i · acrossStride + k · depthStride] for 4 neighbours i; from `across` on (1 or more) the last is repeated.
 *
 * Strides count bytes and may be 0 or negative; packed rows lie `step` bytes apart. Three ways through memory: along the neighbours,
 * along the depth (4 × 4 transposes), and one element at a time.
 */
export function packFour(source: usize, acrossStride: isize, depthStride: isize, across: u32, depth: u32, packed: usize, step: usize): void {
  if (across >= 4 && acrossStride == 4) {
    for (const end = packed + depth * step; packed < end; source += depthStride, packed += step) v128.store(packed, v128.load(source));
    return;
  }
  const source1 = across > 1 ? acrossStride : 0, source2 = across > 2 ? 2 * acrossStride : source1, source3 = across > 3 ? 3 * acrossStride : source2;
  let k: u32 = 0;
  if (depthStride == 4) {
    for (; k + 4 <= depth; k += 4, source += 16, packed += 4 * step) {
      const a = v128.load(source), b = v128.load(source + source1), c = v128.load(source + source2), d = v128.load(source + source3);
      const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(packed, v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5));
      v128.store(packed + step, v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7));
      v128.store(packed + 2 * step, v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5));
      v128.store(packed + 3 * step, v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7));
    }
  }
  for (; k < depth; k++, source += depthStride, packed += step) {
    let four = v128.load32_zero(source);
    four = v128.load_lane<u32>(source + source1, four, 1);
    four = v128.load_lane<u32>(source + source2, four, 2);
    v128.store(packed, v128.load_lane<u32>(source + source3, four, 3));
  }
}
