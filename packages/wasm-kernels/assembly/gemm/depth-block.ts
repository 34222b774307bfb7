/** Depth that a packed panel holds at a time: 8 columns of it, 8 KiB, stay in the first-level cache. Blocks are as equal as can be. */
@inline
const longest: u32 = 512;

/** The depth of each block but the last: a function of the depth alone, so that the order of a sum is. */
export function depthBlock(depth: u32): u32 {
  if (depth <= longest) return depth;
  const blocks = (depth + longest - 1) / longest;
  return (depth + blocks - 1) / blocks;
}

/** Columns of the output that are one unit of work: two panels, so that a tile of the left operand is fetched once for both. */
@inline
export const columnBlock: u32 = 16;
