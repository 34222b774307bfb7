/**
 * Rows of the output that meet a panel of 8 columns at a time: up to 4, or 6 where relaxed SIMD multiplies and adds in one instruction.
 *
 * V8 has 16 vector registers: 8 sums, 2 vectors of the right operand, one of the left and one product fill them; without a product there is room for 12 sums.
 */
@inline
const tallest: u32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/** Rows of the output that are one unit of work, and that are packed together. */
@inline
export const rowBlock: u32 = 48;

/** The height of the next tile where `rows` rows are left: as few tiles as can be, as equal as can be, the tall ones first. */
@inline
export function tileHeight(rows: u32): u32 {
  const tiles = (rows + tallest - 1) / tallest;
  return tiles * tallest - rows < tiles ? tallest : (rows + tiles - 1) / tiles;
}
