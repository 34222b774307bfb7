import { allocate, BackendError, DisposedError, type TypedArray } from "@convoke/core/backend";
import { copy, type Step } from "@convoke/wasm-kernels";
import type { Runner } from "../team/runner.js";
import { pageBytes } from "./create-memory.js";
import { Heap } from "./heap.js";
import { widthOf, type KernelDType, type SharedStorage } from "./storage.js";

export interface DeviceOptions {
  readonly memory: WebAssembly.Memory;
  readonly runner: Runner;
  /** Threads that run kernels. */
  readonly threads: number;
  /** Where the heap begins and how far the memory may grow, in bytes. */
  readonly heapStart: number;
  readonly limit: number;
}

/** Kernels count bytes in 32 bits: what ended at 4 GiB would end at 0. */
const lastEnd = 2 ** 32 - 64;

/** Storages in one memory and steps over them, in the order of the calls. */
export class Device {
  readonly #memory: WebAssembly.Memory;
  readonly #runner: Runner;
  readonly #threads: number;
  readonly #limit: number;
  readonly heap: Heap;
  /** Every thread's own bytes for the step that it is at: the most that a step has wanted so far. */
  #scratch = { base: 0, bytes: 0 };
  readonly #waits = new Set<Promise<void>>();
  /** What the kernel that is being called has allocated so far; null between the calls. */
  #fresh: SharedStorage[] | null = null;
  #isDisposed = false;

  constructor({ memory, runner, threads, heapStart, limit }: DeviceOptions) {
    this.#memory = memory;
    this.#runner = runner;
    this.#threads = threads;
    this.#limit = limit;
    this.heap = new Heap(heapStart, Math.min(limit, lastEnd), (bytes) => this.#grow(bytes));
  }

  /** New storage; its elements are whatever lay there. */
  allocate(dtype: KernelDType, size: number): SharedStorage {
    this.check();
    return this.#storage(dtype, size, Infinity);
  }

  /** `reuse` itself where the result fits into it, else new storage. */
  allocateOrReuse(dtype: KernelDType, size: number, reuse: SharedStorage | undefined): SharedStorage {
    return reuse?.dtype === dtype && reuse.size === size ? this.live(reuse) : this.allocate(dtype, size);
  }

  /** The storage, if it may still be used. */
  live(storage: SharedStorage): SharedStorage {
    this.check();
    if (storage.bytes === 0) throw new BackendError(`worker-threads: ${storage.dtype} storage of ${storage.size} elements was used after it was freed`);
    return storage;
  }

  /** After `dispose` it does nothing: finalizers may come late. */
  free(storage: SharedStorage): void {
    if (this.#isDisposed) return;
    if (storage.bytes === 0) throw new BackendError(`worker-threads: ${storage.dtype} storage of ${storage.size} elements was freed twice`);
    this.heap.free(storage.pointer, storage.bytes, this.#runner.enqueued);
    (storage as { bytes: number }).bytes = 0;
  }

  write(values: TypedArray, dtype: KernelDType): SharedStorage {
    this.check();
    const storage = this.#storage(dtype, values.length, this.#runner.done);
    const target = this.#elements(storage);
    if (dtype === "bool") for (let i = 0; i < values.length; i++) target[i] = +(values[i] !== 0);
    else target.set(values);
    return storage;
  }

  readSync(storage: SharedStorage): TypedArray {
    this.live(storage);
    this.#runner.waitSync(this.#runner.enqueued);
    return this.#copyOf(storage);
  }

  /** What has not run yet is copied in its place of the order and handed over when that has run. */
  async read(storage: SharedStorage): Promise<TypedArray> {
    this.live(storage);
    if (this.#runner.done === this.#runner.enqueued) return this.#copyOf(storage);
    const { dtype, size } = storage;
    const snapshot = this.#snapshot(storage);
    if (snapshot === null) return this.readSync(storage);
    const layout = { shape: [size], strides: [1], offset: 0 };
    this.run(copy({ pointer: storage.pointer, layout }, snapshot.pointer, widthOf(dtype)));
    try {
      await this.#wait();
      return this.#copyOf(snapshot);
    } finally {
      this.free(snapshot);
    }
  }

  async flush(): Promise<void> {
    this.check();
    await this.#wait();
  }

  /** Refuses all calls from now on; resolves when the reads and flushes under way have come back. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.allSettled(this.#waits);
  }

  /** Calls a kernel; if it throws, for want of memory say, what it had allocated is free again. */
  attempt<T>(kernel: () => T): T {
    const fresh: SharedStorage[] = this.#fresh = [];
    try {
      return kernel();
    } catch (error) {
      for (const storage of fresh) this.free(storage);
      throw error;
    } finally {
      this.#fresh = null;
    }
  }

  run(step: Step): void {
    if (step.scratchBytes > this.#scratch.bytes) this.#enlargeScratch(step.scratchBytes);
    this.#runner.enqueue(step, this.#scratch);
  }

  runAll(steps: readonly Step[]): void {
    for (const step of steps) this.run(step);
  }

  /** Runs steps that need memory while they run. */
  runWith(bytes: number, plan: (workspace: number) => readonly Step[]): void {
    if (bytes === 0) return this.runAll(plan(0));
    const workspace = this.#allocate(bytes, Infinity);
    try {
      this.runAll(plan(workspace));
    } finally {
      this.heap.free(workspace, bytes, this.#runner.enqueued);
    }
  }

  check(): void {
    if (this.#isDisposed) throw new DisposedError("worker-threads: the backend was disposed");
    this.#runner.check();
  }

  async #wait(): Promise<void> {
    const ready = this.#runner.wait(this.#runner.enqueued);
    this.#waits.add(ready);
    try {
      await ready;
    } finally {
      this.#waits.delete(ready);
    }
  }

  /** Storage for a copy; null where there is no memory left for one and the caller may block instead. */
  #snapshot({ dtype, size }: SharedStorage): SharedStorage | null {
    try {
      return this.allocate(dtype, size);
    } catch (error) {
      if (!this.#runner.canBlock) throw error;
      return null;
    }
  }

  #storage(dtype: KernelDType, size: number, readyAt: number): SharedStorage {
    const bytes = Math.max(1, size * widthOf(dtype));
    const storage = { dtype, size, pointer: this.#allocate(bytes, readyAt), bytes };
    this.#fresh?.push(storage);
    return storage;
  }

  #allocate(bytes: number, readyAt: number): number {
    let pointer = this.heap.allocate(bytes, readyAt);
    if (pointer === null && readyAt !== Infinity && this.#runner.canBlock) {
      // There may be memory that commands under way still use.
      this.#runner.waitSync(this.#runner.enqueued);
      pointer = this.heap.allocate(bytes);
    }
    if (pointer === null) throw this.#outOfMemory(bytes, readyAt);
    return pointer;
  }

  #outOfMemory(bytes: number, readyAt: number): BackendError {
    const { usedBytes: used } = this.heap.statistics;
    const hint = readyAt !== Infinity && this.#runner.done < this.#runner.enqueued
      ? "await a read now and then: what commands under way still use cannot be written yet"
      : "free tensors: run each step inside tidy(), dispose of what is no longer used; or raise memoryLimit";
    return new BackendError(`worker-threads: out of memory, ${megabytes(bytes)} more than the ${megabytes(used)} in use do not fit into ${megabytes(this.#limit)}`, {
      hint, details: { bytes, used, limit: this.#limit },
    });
  }

  #enlargeScratch(bytes: number): void {
    const before = this.#scratch, stride = Math.ceil(bytes / 64) * 64;
    this.#scratch = { base: this.#allocate(stride * this.#threads, Infinity), bytes: stride };
    if (before.bytes > 0) this.heap.free(before.base, before.bytes * this.#threads, this.#runner.enqueued);
  }

  #elements({ dtype, size, pointer }: SharedStorage): TypedArray {
    const { buffer } = this.#memory;
    if (dtype === "float32") return new Float32Array(buffer, pointer, size);
    return dtype === "int32" ? new Int32Array(buffer, pointer, size) : new Uint8Array(buffer, pointer, size);
  }

  #copyOf(storage: SharedStorage): TypedArray {
    const data = allocate(storage.dtype, storage.size);
    data.set(this.#elements(storage));
    return data;
  }

  #grow(bytes: number): boolean {
    const have = this.#memory.buffer.byteLength;
    if (bytes <= have) return true;
    // A quarter more than is there, so that growing is rare; where that is too much, just what is needed.
    for (const size of [Math.min(this.#limit, Math.max(bytes, have * 1.25)), bytes]) {
      try {
        this.#memory.grow(Math.ceil((size - have) / pageBytes));
        return true;
      } catch {
        // The engine has no such memory.
      }
    }
    return false;
  }
}

const megabytes = (bytes: number): string => `${bytes < 2 ** 20 ? (bytes / 2 ** 20).toPrecision(2) : Math.round(bytes / 2 ** 20)} MB`;
