import { readFile } from "node:fs/promises";
import { idxError, type IdxSource } from "../idx-source.js";

/** The bytes of a file; a missing or unreadable one is a DataError. */
export async function readBytes(path: string, source: IdxSource): Promise<Uint8Array> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw idxError(source, `cannot be read, expected a file, got ${cause.code ?? cause.message}`, cause);
  });
}
