import { oracleThreefry2x32 } from "../oracle/threefry.js";

/** The first `size` words of the stream of a seed: word i is half i mod 2 of block ⌊i / 2⌋; the key is the seed's low and high 32 bits. */
export function wordsOf(seed: number, size: number): number[] {
  const key = [seed % 2 ** 32, Math.floor(seed / 2 ** 32)] as const;
  return Array.from({ length: Math.ceil(size / 2) }, (_, block) => oracleThreefry2x32(key, [block, 0])).flat().slice(0, size);
}

/** Multiples of 2⁻²⁴ in [0, 1): the upper 24 bits of each word. */
export function uniformOf(seed: number, size: number): number[] {
  return wordsOf(seed, size).map((word) => Math.floor(word / 256) / 2 ** 24);
}
