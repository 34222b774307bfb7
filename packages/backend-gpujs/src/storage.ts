import type { Storage } from "@convoke/core/backend";
import type { Texture } from "./library.js";

/**
 * One float32 value for each element, whatever the dtype: a texture, or a Float32Array in the modes without textures.
 * `null` for an empty storage, and for one that was freed.
 */
export interface GpuStorage extends Storage {
  values: Texture | Float32Array | null;
  freed: boolean;
}

export function isTexture(values: Texture | Float32Array): values is Texture {
  return !(values instanceof Float32Array);
}
