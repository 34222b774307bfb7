/** 4 floats, `stepBytes` apart. `step` is a constant: 1 and 2 say that they are 4 and 8 bytes apart, 0 any distance. Reads nothing beyond the last. */
@inline
export function cellsAt(step: u32, from: usize, stepBytes: usize): v128 {
  if (step == 1) return v128.load(from);
  if (step == 2) return v128.shuffle<f32>(v128.load(from), v128.load(from, 12), 0, 2, 5, 7);
  let four = v128.load32_zero(from);
  four = v128.load_lane<u32>(from + stepBytes, four, 1);
  four = v128.load_lane<u32>(from + 2 * stepBytes, four, 2);
  return v128.load_lane<u32>(from + 3 * stepBytes, four, 3);
}
