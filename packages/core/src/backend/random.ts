/**
 * Threefry-2x32, 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a keyed bijection of a 64-bit counter.
 *
 * Counter-based: number i of a stream needs no other number, so any backend can compute any part of it, and all get the same bits.
 */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Writes the two 32-bit words of block `counter` of the stream `key` to `out[at]` and `out[at + 1]`. */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number, out: Uint32Array, at: number): void {
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  const keys = [key0, key1, key2];
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let round = 0; round < 20; round++) {
    const r = rotations[round & 7]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if ((round & 3) === 3) {
      const i = (round >> 2) + 1;
      x0 = (x0 + keys[i % 3]!) | 0;
      x1 = (x1 + keys[(i + 1) % 3]! + i) | 0;
    }
  }
  out[at] = x0;
  out[at + 1] = x1;
}

/** Random words `counter` … `counter + size − 1` of the stream: word i is half i mod 2 of block ⌊i / 2⌋. */
export function randomWords(size: number, key: readonly [number, number], counter: number): Uint32Array {
  const first = Math.floor(counter / 2);
  const skip = counter - 2 * first;
  const words = new Uint32Array(2 * Math.ceil((size + skip) / 2));
  for (let at = 0; at < words.length; at += 2) {
    const block = first + at / 2;
    threefry2x32(key[0], key[1], block | 0, Math.floor(block / 2 ** 32), words, at);
  }
  return words.subarray(skip, skip + size);
}

/** Uniform numbers in [0, 1) with 24 bits: `(word >>> 8) · 2⁻²⁴`, exact in float32. */
export function uniformNumbers(size: number, key: readonly [number, number], counter: number): Float32Array {
  const words = randomWords(size, key, counter);
  const numbers = new Float32Array(size);
  for (let i = 0; i < size; i++) numbers[i] = (words[i]! >>> 8) * 2 ** -24;
  return numbers;
}
