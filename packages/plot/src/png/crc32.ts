/** remainder[b] = b(x)·x⁸ mod the CRC-32 polynomial, bits reflected. */
const remainder = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 as PNG and zlib define it (ISO 3309, PNG specification annex D). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ remainder[(crc ^ byte) & 255]!;
  return ~crc >>> 0;
}
