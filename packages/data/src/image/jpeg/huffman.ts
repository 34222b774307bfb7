import { imageError, type ImageSource } from "../image-source.js";

/** Codes up to this many bits are looked up at once. */
export const fastBits = 9;

/** A canonical Huffman code (ITU T.81, annex C): codes of one length are consecutive numbers, longer ones go on from twice the last. */
export interface HuffmanTable {
  /** By the next `fastBits` bits: length · 256 + symbol, or 0 for a longer code. */
  readonly fast: Uint16Array;
  /** By length: what to add to a code of that length to find its symbol. */
  readonly offsets: Int32Array;
  /** By length: the first code beyond those of that length. */
  readonly limits: Int32Array;
  readonly symbols: Uint8Array;
}

/** @param counts how many codes there are of 1 … 16 bits */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array, source: ImageSource): HuffmanTable {
  const fast = new Uint16Array(1 << fastBits);
  const offsets = new Int32Array(17);
  const limits = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    offsets[length] = index - code;
    for (let i = 0; i < counts[length - 1]!; i++, code++, index++) {
      if (length > fastBits) continue;
      const first = code << (fastBits - length);
      fast.fill((length << 8) | symbols[index]!, first, first + (1 << (fastBits - length)));
    }
    limits[length] = code;
    if (code > 1 << length) throw imageError(source, `has a Huffman table with too many codes of ${length} bits`);
    code <<= 1;
  }
  return { fast, offsets, limits, symbols };
}
