import { headerLength, readHeader } from "./idx-header.js";
import { idxError, refetch, type IdxSource } from "./idx-source.js";
import { decodeIdx, isGzip, type IdxArray } from "./idx.js";

/**
 * As `parseIdx`, of bytes that may be compressed with gzip, which their first two bytes tell.
 *
 * Decompression stops at the size that the IDX header announces, so a small file cannot fill the memory.
 *
 * @throws {DataError} when the bytes are not exactly one IDX file, or the compressed data is corrupt or truncated.
 * @example
 * const response = await fetch(url);
 * const { shape, data } = await readIdx(new Uint8Array(await response.arrayBuffer()), url);
 */
export async function readIdx(bytes: Uint8Array, name = "IDX file"): Promise<IdxArray> {
  const source = { caller: "readIdx", name, hint: refetch };
  return decodeIdx(await inflateIdx(bytes, source), source);
}

/** Deflate codes at best 258 bytes in 2 bits. */
const maxRatio = 1032;

/** The plain bytes of an IDX file: itself, or decompressed when it is gzip. */
export async function inflateIdx(bytes: Uint8Array, source: IdxSource): Promise<Uint8Array> {
  if (!isGzip(bytes, source)) return bytes;
  // Blob wants a buffer that is not shared: the copy's is not.
  const reader = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    return await readWhole(reader, bytes.length, source);
  } finally {
    reader.cancel().catch(() => {});   // stops a bomb; after an error it rejects with the same error
  }
}

async function readWhole(reader: ReadableStreamDefaultReader<Uint8Array>, compressed: number, source: IdxSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let announced: number | null = null;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw idxError(source, `does not decompress, expected a whole gzip stream, got an error after ${size} bytes of content`, cause);
    });
    if (done) return joined(chunks, size);
    chunks.push(value);
    size += value.length;
    announced ??= announcedLength(joined(chunks, size), compressed, source);
    if (announced !== null && size > announced) {
      throw idxError(source, `decompresses to more than its header says, expected ${announced} bytes, got at least ${size}`);
    }
  }
}

/** What the header says, or null while it is not there in full. */
function announcedLength(bytes: Uint8Array, compressed: number, source: IdxSource): number | null {
  if (bytes.length < 4 || bytes.length < headerLength(bytes)) return null;
  const { length } = readHeader(bytes, source);
  const possible = compressed * maxRatio;
  if (length > possible) throw idxError(source, `is truncated, expected gzip of ${length} bytes, got ${compressed} bytes, which hold at most ${possible}`);
  return length;
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
