/** Whether 8 byte offsets are those of floats that follow each other. */
export function isRun(lanes: usize): bool {
  const first = v128.load32_splat(lanes);
  const isFirst = i32x4.eq(i32x4.sub(v128.load(lanes), first), i32x4(0, 4, 8, 12)), isSecond = i32x4.eq(i32x4.sub(v128.load(lanes, 16), first), i32x4(16, 20, 24, 28));
  return i32x4.all_true(v128.and(isFirst, isSecond));
}
