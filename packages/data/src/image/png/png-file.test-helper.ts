import { deflateSync } from "node:zlib";
import { crc32 } from "./crc32.js";

export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export function chunk(type: string, content: Uint8Array | readonly number[] = []): Uint8Array {
  const bytes = Buffer.alloc(12 + content.length);
  bytes.writeUInt32BE(content.length);
  bytes.write(type, 4, "latin1");
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}

export function header(width: number, height: number, depth = 8, colorType = 0, rest = [0, 0, 0]): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(width);
  bytes.writeUInt32BE(height, 4);
  return chunk("IHDR", [...bytes, depth, colorType, ...rest]);
}

export const file = (...chunks: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat([signature, ...chunks]));
export const data = (scanlines: Uint8Array | readonly number[]): Uint8Array => chunk("IDAT", deflateSync(Uint8Array.from(scanlines)));
export const end = chunk("IEND");
