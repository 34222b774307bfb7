import { bytesOf } from "./base64.js";

/**
 * A module's bytes, for a shared memory or for a plain one.
 *
 * No kernel uses an atomic instruction, so the two differ in one bit: the flag of the imported memory's limits (1 maximum, 2 shared).
 */
export function moduleBytes(base64: string, shared: boolean): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(base64);
  bytes[limitsAt(bytes)] = shared ? 0b11 : 0b01;
  return bytes;
}

/** Where the limits flag of the memory import (the module's only import) stands. */
function limitsAt(bytes: Uint8Array): number {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (): void => {
    const length = number();
    at += length;
  };
  const importSection = 2;
  while (bytes[at++] !== importSection) skip();
  number();   // bytes of the section
  number();   // imports
  skip();     // "env"
  skip();     // "memory"
  return at + 1;
}
