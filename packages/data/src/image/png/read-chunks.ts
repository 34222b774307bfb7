import { imageError, type ImageSource } from "../image-source.js";
import { crc32 } from "./crc32.js";
import { readPngHeader, type PngHeader } from "./png-header.js";

/** What a PNG file is made of, checked but not decompressed. */
export interface PngChunks {
  readonly header: PngHeader;
  /** RGB triples, or null. */
  readonly palette: Uint8Array | null;
  /** The raw tRNS chunk: alpha for each palette entry, or the one transparent colour in 16-bit numbers; or null. */
  readonly transparency: Uint8Array | null;
  readonly data: readonly Uint8Array[];
}

const firstChunk = 8;   // after the signature

/** Reads the chunks up to IEND and checks each one's CRC; ancillary chunks but tRNS are passed over. */
export function readChunks(bytes: Uint8Array, source: ImageSource): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const data: Uint8Array[] = [];
  for (let at = firstChunk; ; ) {
    if (at + 12 > bytes.length) throw imageError(source, `is truncated, expected a chunk at byte ${at}, got ${bytes.length} bytes`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const name = /^[A-Za-z]{4}$/.test(type) ? type : "unknown";
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw imageError(source, `is truncated, expected ${length} bytes of chunk ${name} at byte ${at}, got ${bytes.length - at - 8}`);
    const expected = view.getUint32(end);
    const crc = crc32(bytes.subarray(at + 4, end));
    if (crc !== expected) throw imageError(source, `is corrupt, expected CRC ${hex(expected)} of chunk ${name} at byte ${at}, got ${hex(crc)}`);

    const content = bytes.subarray(at + 8, end);
    if (header === null) {
      if (type !== "IHDR") throw imageError(source, `begins with chunk ${name}, expected IHDR`);
      header = readPngHeader(content, source);
    } else if (type === "IDAT") {
      data.push(content);
    } else if (type === "IEND") {
      return { header, palette, transparency, data };
    } else if (type === "PLTE" && palette === null) {
      palette = content;
      if (length % 3 !== 0 || length < 3 || length > 768) throw imageError(source, `has a palette of ${length} bytes, expected 3 for each of 1 … 256 colours`);
    } else if (type === "tRNS") {
      transparency = content;
    } else if (!/^[a-z]/.test(type)) {
      throw imageError(source, `has a chunk ${name} at byte ${at} that may not stand there, expected one of PLTE, IDAT, IEND`);
    }
    at = end + 4;
  }
}

const hex = (word: number): string => word.toString(16).padStart(8, "0");
