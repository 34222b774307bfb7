/**
 * output[i] = (word >>> 8) · 2⁻²⁴, float32 in [0, 1), of random word counter + i: half 0 or 1 of block ⌊(counter + i) / 2⌋ of Threefry-2x32 with 20 rounds.
 *
 * 4 blocks, 8 words, at a time: core's random.ts in lanes. `skip` is 1 where the stream begins with the second half of `block`.
 * Work: 1024 words each, the skipped one among them. Scratch: 8 words.
 */
@unmanaged
export class UniformBlock {
  output: usize;
  size: u32;
  skip: u32;
  key0: u32;
  key1: u32;
  blockLow: u32;
  blockHigh: u32;
}

@inline
const chunk: u32 = 1024;

export function uniform(block: UniformBlock, begin: u32, end: u32, scratch: usize): void {
  const first = <u64>block.blockLow | (<u64>block.blockHigh << 32), skip = block.skip, words = block.size + skip;
  for (let word = begin * chunk, last = min(end * chunk, words); word < last; word += 8) {
    // Words [word, word + 8) are outputs [word − skip, word + 8 − skip).
    if (word >= skip && word + 8 <= words) eight(block, first + (word >> 1), block.output + (<usize>(word - skip) << 2));
    else {
      const from = max(word, skip), to = min(word + 8, words);
      eight(block, first + (word >> 1), scratch);
      memory.copy(block.output + (<usize>(from - skip) << 2), scratch + (<usize>(from - word) << 2), <usize>(to - from) << 2);
    }
  }
}

@inline
function rotated(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** The words of blocks first … first + 3 as numbers. */
@inline
function eight(block: UniformBlock, first: u64, to: usize): void {
  const key0 = i32x4.splat(block.key0), key1 = i32x4.splat(block.key1), key2 = v128.xor(v128.xor(key0, key1), i32x4.splat(0x1bd11bda));
  const start = i32x4.splat(<i32>first), low = i32x4.add(start, i32x4(0, 1, 2, 3));
  // A lane that ran over carries: a mask is −1.
  const high = i32x4.sub(i32x4.splat(<i32>(first >> 32)), i32x4.lt_u(low, start));
  const one = i32x4.splat(1);
  let x = i32x4.add(low, key0), y = i32x4.add(high, key1);
  // After every 4 rounds two keys are added, in turn, and the number of the group.
  let keyX = key1, keyY = key2, keyNext = key0, group = one;
  for (let pair = 0; ; pair++) {
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 13), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 15), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 26), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 6), x);
    x = i32x4.add(x, keyX);
    y = i32x4.add(i32x4.add(y, keyY), group);
    if (pair == 2) break;
    group = i32x4.add(group, one);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 17), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 29), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 16), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotated(y, 24), x);
    x = i32x4.add(x, keyY);
    y = i32x4.add(i32x4.add(y, keyNext), group);
    group = i32x4.add(group, one);
    const before = keyX;
    keyX = keyNext;
    keyNext = keyY;
    keyY = before;
  }
  v128.store(to, number(v128.shuffle<i32>(x, y, 0, 4, 1, 5)));
  v128.store(to, number(v128.shuffle<i32>(x, y, 2, 6, 3, 7)), 16);
}

@inline
function number(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words, 8)), f32x4.splat(5.960464477539063e-8));
}
