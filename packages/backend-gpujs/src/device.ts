import { BackendError, DisposedError, type DType, type TypedArray } from "@convoke/core/backend";
import { KernelCache, type KernelCacheOptions } from "./kernel-cache.js";
import type { Argument, Gpu, GpuLibrary } from "./library.js";
import { hasTextures, type GpuMode } from "./mode.js";
import type { Program } from "./program.js";
import { TextureReader } from "./texture-reader.js";
import { TexturePool } from "./texture-pool.js";
import { isTexture, type GpuStorage } from "./storage.js";

/** Indices and integers are floats in textures: exact up to here. */
export const maxElements = 2 ** 24;
/** Elements of free textures that wait for the next result of their size. */
const pooledElements = 2 ** 25;
/** Compiled kernels of mode webasm: each has a WebAssembly memory of its own, and Chromium gives a page some 120 of them, for all backends together. */
const maxWebAssemblyKernels = 48;

/** One gpu.js instance: its one GL context, its kernels, and the storages that they made. */
export class Device {
  readonly mode: GpuMode;
  readonly #library: GpuLibrary;
  readonly #gpu: Gpu;
  readonly #cache: KernelCache;
  readonly #pool: TexturePool | null;
  #reader: TextureReader | null = null;
  #live = 0;
  #state: "works" | "broken" | "disposed" = "works";
  #nothing: GpuStorage | null = null;

  constructor(library: GpuLibrary, mode: GpuMode, options: Omit<KernelCacheOptions, "maxCompiled">) {
    this.mode = mode;
    this.#library = library;
    this.#gpu = new library.GPU({ mode });
    this.#pool = hasTextures(mode) ? new TexturePool(pooledElements, ({ texture }) => this.context?.deleteTexture(texture)) : null;
    this.#cache = new KernelCache(this.#gpu, this.#pool, { ...options, maxCompiled: mode === "webasm" ? maxWebAssemblyKernels : Infinity });
  }

  /** `null` in the modes without one, and before the first kernel. */
  get context(): WebGLRenderingContext | WebGL2RenderingContext | null {
    return hasTextures(this.mode) ? this.#gpu.context : null;
  }

  get counts(): { readonly storages: number; readonly kernels: number } {
    return { storages: this.#live, kernels: this.#cache.compiled };
  }

  write(data: TypedArray, dtype: DType): GpuStorage {
    this.check("write");
    const size = this.#checkSize("write", data.length);
    if (size === 0) return this.#made(dtype, 0, null);
    const values = Float32Array.from(data);
    if (this.#pool === null) return this.#made(dtype, size, values);
    return this.#made(dtype, size, this.#guard("write", () => this.#cache.upload(this.#input(values), size)));
  }

  /** Runs a program for `size` results. */
  run(program: Program, dtype: DType, size: number, inputs: readonly GpuStorage[], dims: readonly number[] = [], numbers: readonly number[] = []): GpuStorage {
    const name = program.name.split(" ", 1)[0]!;
    this.check(name);
    this.#checkSize(name, size);
    for (const input of inputs) this.live(input);
    if (size === 0) return this.#made(dtype, 0, null);
    const filled = inputs.map((input) => (input.size === 0 ? this.#anything() : input));
    const [tensors, sizes] = [filled.map((input) => this.#argument(input)), filled.map((input) => input.size)];
    return this.#made(dtype, size, this.#guard(name, () => this.#cache.run(program, size, tensors, sizes, dims, numbers)));
  }

  readSync(storage: GpuStorage): Float32Array {
    this.check("read");
    const values = this.live(storage).values;
    if (values === null) return new Float32Array(0);
    if (!isTexture(values)) return values.slice();
    return this.#guard("read", () => this.#textures().readSync(values, storage.size));
  }

  async read(storage: GpuStorage): Promise<Float32Array> {
    this.check("read");
    const values = this.live(storage).values;
    if (values === null) return new Float32Array(0);
    if (!isTexture(values)) return values.slice();
    try {
      return await this.#guard("read", () => this.#textures().read(values, storage.size));
    } catch (cause) {
      throw this.#explain("read", cause);
    }
  }

  async flush(): Promise<void> {
    this.check("flush");
    if (!this.context) return;
    try {
      await this.#textures().finish();
    } catch (cause) {
      throw this.#explain("flush", cause);
    }
  }

  free(storage: GpuStorage): void {
    if (this.#state === "disposed") return;
    if (storage.freed) throw new BackendError(usedAfterFree(storage));
    storage.freed = true;
    this.#live--;
    const { values } = storage;
    storage.values = null;
    if (values !== null && isTexture(values) && this.#state === "works") this.#pool!.give(values, storage.size);
  }

  async dispose(): Promise<void> {
    if (this.#state === "disposed") return;
    this.#state = "disposed";
    this.#reader?.dispose();
    await this.#gpu.destroy();
  }

  live(storage: GpuStorage): GpuStorage {
    if (storage.freed) throw new BackendError(usedAfterFree(storage));
    return storage;
  }

  /** Throws unless the device works. A lost context gives zeros and no errors, so every call asks. */
  check(name: string): void {
    if (this.#state === "disposed") throw new DisposedError("gpujs: the backend was disposed");
    if (this.#state === "broken" || this.context?.isContextLost()) throw this.#lost(name);
  }

  #lost(name: string, cause?: unknown): BackendError {
    this.#state = "broken";
    return new BackendError(`gpujs: ${name} failed, the WebGL context was lost and its tensors with it`, { hint: "make a new backend with await gpujs() and load the weights again", cause });
  }

  #guard<R>(name: string, run: () => R): R {
    try {
      return run();
    } catch (cause) {
      throw this.#explain(name, cause);
    }
  }

  #explain(name: string, cause: unknown): unknown {
    if (this.#state === "disposed") return new DisposedError("gpujs: the backend was disposed");
    if (this.#state === "broken" || this.context?.isContextLost()) return this.#lost(name, cause);
    if (BackendError.isInstance(cause)) return cause;
    return new BackendError(`gpujs: ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }

  #made(dtype: DType, size: number, values: GpuStorage["values"]): GpuStorage {
    this.#live++;
    return { dtype, size, values, freed: false };
  }

  #checkSize(name: string, size: number): number {
    if (size > maxElements) throw new BackendError(`gpujs: ${name} makes ${size} elements, expected at most ${maxElements} (2²⁴): larger indices are not exact in float32`);
    return size;
  }

  #argument({ values }: GpuStorage): Argument {
    return isTexture(values!) ? values : this.#input(values!);
  }

  #input(values: Float32Array): Argument {
    return new this.#library.Input(values, [values.length]);
  }

  /** Stands for an empty argument, of which no kernel uses an element. */
  #anything(): GpuStorage {
    this.#nothing ??= this.write(new Float32Array(1), "float32");
    return this.#nothing;
  }

  #textures(): TextureReader {
    this.#reader ??= new TextureReader(this.context!);
    return this.#reader;
  }
}

function usedAfterFree({ dtype, size }: GpuStorage): string {
  return `gpujs: ${dtype} storage of ${size} elements was used after it was freed`;
}
