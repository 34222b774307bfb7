import { encodeParts } from "../safetensors/encode-safetensors.js";
import type { TensorDataDict } from "../tensor-data.js";
import { fileError } from "./file-error.js";
import { replaceFile } from "./replace-file.js";

/**
 * Writes named tensors to a safetensors file, all or nothing: whoever reads `path` sees the old file or the whole new one. One tensor is written after the
 * other, without a copy of the whole file in memory.
 *
 * @throws DataError when the file cannot be written; what stood there before stays
 * @throws ArgumentError, DTypeError, ShapeError as `encodeSafetensors` does
 * @example
 * await saveSafetensors("weights.safetensors", { "fc.bias": { shape: [1], dtype: "float32", data: new Float32Array(1) } });
 */
export async function saveSafetensors(path: string, tensors: TensorDataDict, metadata: Readonly<Record<string, string>> = {}): Promise<void> {
  const parts = encodeParts("saveSafetensors", tensors, metadata);
  try {
    await replaceFile(path, parts);
  } catch (cause) {
    throw fileError("saveSafetensors", "write", path, cause);
  }
}
