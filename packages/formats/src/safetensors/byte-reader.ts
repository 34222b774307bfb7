/** Reads a given number of bytes at a time from chunks of any size; holds no more than it was asked for and one chunk. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #invalid: (chunk: unknown) => Error;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param invalid makes the error for a chunk that is no bytes */
  constructor(chunks: AsyncIterator<Uint8Array>, invalid: (chunk: unknown) => Error) {
    this.#chunks = chunks;
    this.#invalid = invalid;
  }

  /** The next `size` bytes as a copy; fewer when the source ends. Memory grows with what arrives, not with `size`. */
  async take(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < size) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) break;
        if (!(value instanceof Uint8Array)) throw this.#invalid(value);
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, size - length);
      this.#rest = this.#rest.subarray(part.length);
      parts.push(part);
      length += part.length;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** Tells the source that nothing more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
