/** Two unsigned 32-bit words. */
export type Words = readonly [number, number];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/**
 * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 * A round: x0 += x1; x1 = rotate(x1) xor x0. Before the first and after every fourth round the key is added, with the
 * number of the addition; the third key word is key0 xor key1 xor 0x1BD11BDA.
 */
export function oracleThreefry2x32(key: Words, counter: Words): [number, number] {
  const mask = 0xffffffffn;
  const [key0, key1] = [BigInt(key[0]), BigInt(key[1])];
  const keys = [key0, key1, key0 ^ key1 ^ 0x1bd11bdan];
  const keyAt = (i: number) => keys[i % 3] ?? 0n;
  let x0 = (BigInt(counter[0]) + key0) & mask;
  let x1 = (BigInt(counter[1]) + key1) & mask;
  for (let round = 0; round < 20; round++) {
    const rotation = BigInt(ROTATIONS[round % 8] ?? 0);
    x0 = (x0 + x1) & mask;
    x1 = (((x1 << rotation) | (x1 >> (32n - rotation))) & mask) ^ x0;
    if (round % 4 === 3) {
      const addition = (round + 1) / 4;
      x0 = (x0 + keyAt(addition)) & mask;
      x1 = (x1 + keyAt(addition + 1) + BigInt(addition)) & mask;
    }
  }
  return [Number(x0), Number(x1)];
}
