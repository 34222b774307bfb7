/** Elements of a unit of work: 4 KiB of each array. */
@inline
export const chunk: u32 = 1024;

/** 4 elements, or one in lane 0. */
@inline
export function take(at: usize, isWhole: bool): v128 {
  return isWhole ? v128.load(at) : v128.load32_zero(at);
}

@inline
export function put(at: usize, four: v128, isWhole: bool): void {
  if (isWhole) v128.store(at, four);
  else v128.store_lane<u32>(at, four, 0);
}
