import { fileError } from "./file-error.js";
import { replaceFile } from "./replace-file.js";

/**
 * Writes any file, all or nothing: whoever reads `path` sees the old content or the whole new one.
 *
 * @throws DataError when the file cannot be written; what stood there before stays
 * @example
 * await writeFileAtomically("curves.svg", "<svg/>");
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await replaceFile(path, content);
  } catch (cause) {
    throw fileError("writeFileAtomically", "write", path, cause);
  }
}
