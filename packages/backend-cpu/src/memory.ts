import { allocate, BackendError, bytesPerElement, DisposedError, type DType, type Storage, type TypedArray } from "@convoke/core/backend";

/** Host memory: `data` holds the elements; core sees only dtype and size. */
export interface CpuStorage extends Storage {
  readonly data: TypedArray;
}

/** What `data` of a freed storage becomes. */
const freed = new Uint8Array(0);

/** Freed arrays wait for the next result of their dtype and size; beyond this many bytes all of them go to the garbage collector. */
const poolLimit = 2 ** 28;

type Pool = Record<DType, Map<number, TypedArray[]>>;
const emptyPool = (): Pool => ({ float32: new Map(), float64: new Map(), int32: new Map(), uint8: new Map(), bool: new Map() });

/** The storages of one backend, with a free list: a training loop asks for the same sizes again and again. */
export class Memory {
  #pool = emptyPool();
  #pooledBytes = 0;
  #disposed = false;

  /** New storage. Its elements are whatever the free list had: a kernel writes them all. */
  allocate(dtype: DType, size: number): CpuStorage {
    this.refuseWhenDisposed();
    const pooled = this.#pool[dtype].get(size)?.pop();
    if (pooled === undefined) return { dtype, size, data: allocateOrExplain(dtype, size) };
    this.#pooledBytes -= pooled.byteLength;
    return { dtype, size, data: pooled };
  }

  /** `reuse` itself where the result fits into it, else new storage. */
  allocateOrReuse(dtype: DType, size: number, reuse: CpuStorage | undefined): CpuStorage {
    return reuse?.dtype === dtype && reuse.size === size ? this.live(reuse) : this.allocate(dtype, size);
  }

  /** The storage, if it may still be used. */
  live(storage: CpuStorage): CpuStorage {
    this.refuseWhenDisposed();
    if (storage.data === freed) throw new BackendError(`cpu: ${storage.dtype} storage of ${storage.size} elements was used after it was freed`);
    return storage;
  }

  /** Takes the array back. After `dispose` it does nothing, because finalizers may come late. */
  free(storage: CpuStorage): void {
    if (this.#disposed) return;
    const { dtype, size, data } = this.live(storage);
    (storage as { data: TypedArray }).data = freed;
    if (this.#pooledBytes + data.byteLength > poolLimit) this.#clear();
    const list = this.#pool[dtype].get(size);
    if (list === undefined) this.#pool[dtype].set(size, [data]);
    else list.push(data);
    this.#pooledBytes += data.byteLength;
  }

  dispose(): void {
    this.#disposed = true;
    this.#clear();
  }

  #clear(): void {
    this.#pool = emptyPool();
    this.#pooledBytes = 0;
  }

  refuseWhenDisposed(): void {
    if (this.#disposed) throw new DisposedError("cpu: the backend was disposed");
  }
}

function allocateOrExplain(dtype: DType, size: number): TypedArray {
  try {
    return allocate(dtype, size);
  } catch (cause) {
    const megabytes = Math.ceil((size * bytesPerElement(dtype)) / 2 ** 20);
    throw new BackendError(`cpu: out of memory, ${dtype} storage of ${size} elements needs ${megabytes} MB`, { cause });
  }
}
