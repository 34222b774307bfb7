import { describe, expect, test } from "vitest";
import { randomWords, threefry2x32, uniformNumbers } from "./random.js";

// Known answers of Threefry-2x32 with 20 rounds from Random123's kat_vectors: counter, key, result.
const known = [
  [[0x00000000, 0x00000000], [0x00000000, 0x00000000], [0x6b200159, 0x99ba4efe]],
  [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x1cb996fc, 0xbb002be7]],
  [[0x243f6a88, 0x85a308d3], [0x13198a2e, 0x03707344], [0xc4923a9c, 0x483df7a0]],
] as const;

describe("threefry2x32", () => {
  test.each(known)("counter %j with key %j is %j", (counter, key, expected) => {
    const words = new Uint32Array(4);
    threefry2x32(key[0], key[1], counter[0], counter[1], words, 1);
    expect([...words]).toEqual([0, ...expected, 0]);
  });
});

describe("a stream", () => {
  const key = [0x13198a2e, 0x03707344] as const;

  test("is the blocks one after the other", () => {
    const blocks = new Uint32Array(6);
    for (let block = 0; block < 3; block++) threefry2x32(key[0], key[1], block, 0, blocks, 2 * block);
    expect([...randomWords(6, key, 0)]).toEqual([...blocks]);
  });

  test("is the same from any place on, in pieces of any size", () => {
    const whole = [...randomWords(30, key, 0)];
    for (let start = 0; start < 20; start++) for (const size of [0, 1, 2, 5, 10]) expect([...randomWords(size, key, start)]).toEqual(whole.slice(start, start + size));
  });

  test("goes on beyond 2³² blocks with the upper word of the counter", () => {
    const expected = new Uint32Array(2);
    threefry2x32(key[0], key[1], 5, 1, expected, 0);
    expect([...randomWords(2, key, 2 * (2 ** 32 + 5))]).toEqual([...expected]);
  });

  test("differs from key to key", () => {
    const streams = [[0, 0], [1, 0], [0, 1], [2 ** 31, 0]].map(([a, b]) => String([...randomWords(4, [a!, b!], 0)]));
    expect(new Set(streams).size).toBe(4);
  });

  test("uniform numbers are the upper 24 bits, exact in float32 and below 1", () => {
    const words = randomWords(1_000, key, 0);
    const numbers = uniformNumbers(1_000, key, 0);
    expect([...numbers]).toEqual([...words].map((word) => Math.floor(word / 256) / 2 ** 24));
    expect(numbers.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
