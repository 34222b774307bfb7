import { PoolBlock } from "./pool-block";

/** table[kh · kernelWidth + kw] = (kh · dilationHeight, kw · dilationWidth), in words. */
export function windowOffsets(block: PoolBlock, table: usize): void {
  for (let kh = 0; kh < block.kernelHeight; kh++)
    for (let kw = 0; kw < block.kernelWidth; kw++, table += 8) {
      store<i32>(table, kh * block.dilationHeight);
      store<i32>(table, kw * block.dilationWidth, 4);
    }
}

/** The entry of the table for the winner of window `index`. */
@inline
export function winner(block: PoolBlock, table: usize, index: usize): usize {
  const position = block.argmaxBytes == 1 ? <usize>load<u8>(block.argmax + index) : <usize>load<u32>(block.argmax + (index << 2));
  return table + (position << 3);
}
