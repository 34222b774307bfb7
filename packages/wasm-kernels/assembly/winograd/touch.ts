/** Reads one word of every cache line, so that what is next comes while the processor multiplies. The result keeps compilers from dropping the reads. */
export function touch(from: usize, bytes: usize): u32 {
  let words: u32 = 0;
  for (const end = from + bytes; from < end; from += 64) words |= load<u32>(from);
  return words;
}
