import { Unzlib } from "fflate";
import { imageError, type ImageSource } from "../image-source.js";

/** Deflate codes at best 258 bytes in 2 bits. */
const maxRatio = 1032;
/** Bytes of input at a time, so that a bomb gives at most 17 MB before it is noticed. */
const slice = 16_384;
/** Slices in a row without output, which are more than any block without output takes: what follows the end is no image. */
const maxIdle = 8;

/** Decompresses zlib data that must hold exactly `size` bytes. */
export function inflate(parts: readonly Uint8Array[], size: number, source: ImageSource): Uint8Array {
  const compressed = parts.reduce((sum, part) => sum + part.length, 0);
  if (size > compressed * maxRatio) {
    throw imageError(source, `is truncated, expected data for ${size} bytes of pixels, got ${compressed} bytes, which hold at most ${compressed * maxRatio}`);
  }
  const output = new Uint8Array(size);
  let at = 0;
  let idle = 0;
  const stream = new Unzlib((chunk) => {
    idle = chunk.length > 0 ? 0 : idle + 1;
    if (at + chunk.length > size || idle > maxIdle) throw imageError(source, `holds more data than its header says, expected ${size} bytes of pixels`);
    output.set(chunk, at);
    at += chunk.length;
  });
  const push = (chunk: Uint8Array, last: boolean): void => {
    try {
      stream.push(chunk, last);
    } catch (cause) {
      if (cause instanceof Error && "code" in cause) throw imageError(source, `does not decompress, expected zlib data, got an error after ${at} bytes of pixels`, undefined, cause);
      throw cause;
    }
  };
  for (const part of parts) {
    for (let from = 0; from < part.length; from += slice) push(part.subarray(from, from + slice), false);
  }
  push(new Uint8Array(0), true);
  if (at < size) throw imageError(source, `is truncated, expected ${size} bytes of pixels, got ${at}`);
  return output;
}
