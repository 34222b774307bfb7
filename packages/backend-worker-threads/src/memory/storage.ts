import type { DType, Storage } from "@convoke/core/backend";

/** A block of the shared memory: `size` elements from byte `pointer` on. */
export interface SharedStorage extends Storage {
  readonly pointer: number;
  /** Bytes of the block, which may be more than the elements need; 0 when it was freed. */
  readonly bytes: number;
}

/** Bytes of an element. */
export const widthOf = (dtype: DType): 1 | 4 => (dtype === "float32" || dtype === "int32" ? 4 : 1);
