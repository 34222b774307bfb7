export type Random = () => number;

/** Numbers in [0, 1) from a 32-bit linear congruential generator. */
export function seeded(seed: number): Random {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[integer(random, 0, items.length - 1)]!;
}

/** Small integers, so that every sum is exact in float32. */
export function integers(random: Random, size: number): Float32Array {
  return Float32Array.from({ length: size }, () => integer(random, -4, 4));
}
