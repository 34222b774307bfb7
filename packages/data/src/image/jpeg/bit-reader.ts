import { imageError, type ImageSource } from "../image-source.js";
import { fastBits, type HuffmanTable } from "./huffman.js";

/** Reads the bits of entropy-coded data up to the next marker; asking for more than there are is an error. */
export class BitReader {
  /** The next byte, or the marker where the data ends. */
  at: number;
  readonly #bytes: Uint8Array;
  readonly #source: ImageSource;
  /** The low `#count` bits are still to be read. */
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array, at: number, source: ImageSource) {
    this.#bytes = bytes;
    this.at = at;
    this.#source = source;
  }

  /** The next `size` ≤ 16 bits as a number. */
  receive(size: number): number {
    if (this.#count < size) this.#need(size);
    this.#count -= size;
    return (this.#bits >>> this.#count) & ((1 << size) - 1);
  }

  /** A number of `size` bits whose first bit says its sign: 0 for negative (T.81, table 5). */
  receiveSigned(size: number): number {
    const value = this.receive(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const entry = table.fast[this.#peek(fastBits)]!;
    let length = entry >> 8;
    let symbol = entry & 255;
    if (length === 0) {
      const next = this.#peek(16);
      for (length = fastBits + 1; length <= 16 && next >> (16 - length) >= table.limits[length]!; length++);
      if (length > 16) throw imageError(this.#source, `has a code that is in no Huffman table before byte ${this.at}`);
      symbol = table.symbols[(next >> (16 - length)) + table.offsets[length]!]!;
    }
    if (length > this.#count) this.#need(length);
    this.#count -= length;
    return symbol;
  }

  /** Drops the bits before a restart marker and passes it. */
  restart(index: number): void {
    this.#count = 0;
    const marker = this.#bytes[this.at + 1];
    if (this.#bytes[this.at] !== 0xff || marker !== 0xd0 + (index & 7)) {
      throw imageError(this.#source, `has no restart marker ${index & 7} at byte ${this.at}, where its restart interval ends`);
    }
    this.at += 2;
  }

  /** The next `size` bits; zeros where the data has ended. */
  #peek(size: number): number {
    const spare = this.#count - size;
    return (spare >= 0 ? this.#bits >>> spare : this.#bits << -spare) & ((1 << size) - 1);
  }

  #need(size: number): void {
    this.#fill();
    if (this.#count < size) throw imageError(this.#source, `is truncated, expected more data before byte ${this.at}`);
  }

  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count <= 24 && this.at < bytes.length) {
      const byte = bytes[this.at]!;
      if (byte === 0xff) {
        if (bytes[this.at + 1] !== 0) return;   // a marker; FF 00 stands for FF
        this.at++;
      }
      this.at++;
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }
}
