import { DTypeError, type DType, type Storage } from "@convoke/core/backend";
import { widthOf, type KernelDType } from "@convoke/wasm-kernels";

export { widthOf };

/** What the memory holds: 4 bytes an element, or one for uint8 and bool. */
export type { KernelDType };

/** A block of the shared memory: `size` elements from byte `pointer` on. */
export interface SharedStorage extends Storage {
  readonly dtype: KernelDType;
  readonly pointer: number;
  /** Bytes of the block; 0 when it was freed. */
  readonly bytes: number;
}

/** @throws DTypeError for float64, which core asks for only where capabilities list it. */
export function kernelDType(dtype: DType): KernelDType {
  if (dtype === "float64") throw new DTypeError("worker-threads: there is no float64 here, expected float32, int32, uint8 or bool");
  return dtype;
}
