import type { Storage } from "../backend.js";
import { uniformNumbers } from "../random.js";
import type { Required } from "./scratch.js";

/** Core's generator on the host, then a write: the bits that every override must give. */
export function uniform<S extends Storage>(backend: Required<S>, size: number, key: readonly [number, number], counter: number): S {
  return backend.write(uniformNumbers(size, key, counter), "float32");
}
