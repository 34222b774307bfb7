import { readFile } from "node:fs/promises";
import { corruptFile } from "../safetensors/corrupt.js";
import { decode, type Safetensors } from "../safetensors/decode-safetensors.js";
import { fileError } from "./file-error.js";

/**
 * Reads a safetensors file: `decodeSafetensors` of its bytes, with the file named in every error.
 *
 * @throws DataError for a file that is missing, unreadable, truncated or corrupt
 * @example
 * const { tensors } = await loadSafetensors("runs/1/weights.safetensors");
 */
export async function loadSafetensors(path: string): Promise<Safetensors> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw fileError("loadSafetensors", "read", path, cause);
  }
  return decode(bytes, corruptFile(`loadSafetensors: ${path}`, { path }));
}
