import { BackendError } from "@convoke/core/backend";
import { helpers } from "./helpers.js";
import type { Argument, Gpu, KernelRun, Texture } from "./library.js";
import { generalSource, specialSource, type Program } from "./program.js";
import type { TexturePool } from "./texture-pool.js";

/** A call of a program, or the program for calls of any sizes: compiled when it pays. */
interface Entry {
  uses: number;
  kernel: KernelRun | null;
  /** Elements of the output that it is set to. */
  size: number;
}

export interface KernelCacheOptions {
  /** A call with the same sizes and dims gets a kernel of its own from this use on. */
  readonly specializeAfter: number;
  /** Entries that are kept; the one that was not used for longest goes first. */
  readonly maxKernels: number;
  /** Entries among them that may be compiled. */
  readonly maxCompiled: number;
}

/**
 * Compiled kernels, least recently used first.
 *
 * A program starts as one general kernel for all sizes, since compiling takes longer than running. Calls that come again and again get special
 * kernels with constants for dims, whose loops are faster.
 */
export class KernelCache {
  readonly #gpu: Gpu;
  /** `null` in the modes without textures. */
  readonly #pool: TexturePool | null;
  readonly #options: KernelCacheOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(gpu: Gpu, pool: TexturePool | null, options: KernelCacheOptions) {
    this.#gpu = gpu;
    this.#pool = pool;
    this.#options = options;
  }

  /** How many kernels are compiled. */
  get compiled(): number {
    return [...this.#entries.values()].filter(({ kernel }) => kernel !== null).length;
  }

  /** Runs a program for `size` results. `sizes` are the elements of each tensor argument. */
  run(program: Program, size: number, tensors: readonly Argument[], sizes: readonly number[], dims: readonly number[], numbers: readonly number[]): Texture | Float32Array {
    const special = this.#touch(`${program.name}|${size}|${sizes.join()}|${dims.join()}`);
    if (++special.uses >= this.#options.specializeAfter) {
      special.kernel ??= this.#special(program, size, dims);
      return this.#call(program.name, special, size, [...tensors, ...numbers]);
    }
    const general = this.#touch(program.name);
    general.kernel ??= this.#general(program, size);
    return this.#call(program.name, general, size, [...tensors, ...dims, ...numbers]);
  }

  /** Host data to a texture. */
  upload(data: Argument, size: number): Texture {
    const special = this.#touch(`upload|${size}`);
    const entry = ++special.uses >= this.#options.specializeAfter ? special : this.#touch("upload");
    entry.kernel ??= this.#create("function (a) { return a[this.thread.x]; }", { output: [size], argumentTypes: ["Input"], dynamicArguments: true });
    return this.#call("upload", entry, size, [data]) as Texture;
  }

  #call(name: string, entry: Entry, size: number, values: Argument[]): Texture | Float32Array {
    const kernel = entry.kernel!;
    if (this.#pool === null) {
      if (entry.size !== size && entry.size > 0) kernel.setOutput([size]);
    } else if (entry.size > 0) this.#aim(kernel, this.#pool, size, entry.size);
    entry.size = size;
    const result = kernel(...values);
    if (kernel.kernel.constructor !== this.#gpu.Kernel) {
      throw new BackendError(`gpujs: kernel ${name} would run on the CPU: ${kernel.kernel.fallbackReason ?? "gpu.js gives no reason"}`);
    }
    if (this.#pool !== null) release(kernel, result as Texture);
    return result;
  }

  /** Gives a kernel a texture to write to. Setting another size makes a new one, so that a free one of this size may go. */
  #aim(kernel: KernelRun, pool: TexturePool, size: number, oldSize: number): void {
    const texture = pool.take(size);
    if (texture !== null && size === oldSize) {
      kernel.texture = texture;
      kernel._textureSwitched = true;
      return;
    }
    kernel.setOutput([size]);
    if (texture !== null) pool.delete(texture);
  }

  #special(program: Program, size: number, values: readonly number[]): KernelRun {
    const { inputs, dims, numbers = [] } = program;
    return this.#create(specialSource(program), {
      output: [size],
      argumentTypes: [...inputs.map(() => this.#tensorType), ...numbers.map(() => "Float")],
      constants: Object.fromEntries(dims.map((dim, i) => [dim, values[i]])),
      constantTypes: Object.fromEntries(dims.map((dim) => [dim, "Integer"])),
    });
  }

  #general(program: Program, size: number): KernelRun {
    const { inputs, dims, numbers = [] } = program;
    return this.#create(generalSource(program), {
      output: [size],
      argumentTypes: [...inputs.map(() => this.#tensorType), ...dims.map(() => "Integer"), ...numbers.map(() => "Float")],
      dynamicArguments: true,
    });
  }

  get #tensorType(): string {
    return this.#pool === null ? "Input" : "ArrayTexture(1)";
  }

  #create(source: string, settings: Readonly<Record<string, unknown>>): KernelRun {
    this.#evict();
    const kernel = this.#gpu.createKernel(source, {
      ...settings, precision: "single", tactic: "precision", pipeline: this.#pool !== null, dynamicOutput: true, loopMaxIterations: 2 ** 24, functions: helpers,
    });
    kernel.kernel.moduleCacheLimit = 1;   // not taken from the settings
    return kernel;
  }

  #touch(key: string): Entry {
    const entry = this.#entries.get(key) ?? { uses: 0, kernel: null, size: 0 };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #evict(): void {
    const { maxKernels, maxCompiled } = this.#options;
    for (const [key, { kernel }] of this.#entries) {
      if (this.#entries.size <= maxKernels && this.compiled < maxCompiled) return;
      this.#entries.delete(key);
      if (kernel) this.#destroy(kernel);
    }
  }

  /** Also takes CPU kernels off gpu.js's list, which would keep them for good. */
  #destroy(kernel: KernelRun): void {
    const inner = kernel.kernel;
    kernel.destroy();
    const at = this.#gpu.kernels.indexOf(inner);
    if (at >= 0) this.#gpu.kernels.splice(at, 1);
  }
}

/** Takes the result away from its kernel, which would hand the same texture out again, or delete it with itself. */
function release(kernel: KernelRun, { texture }: Texture): void {
  kernel.texture = null;
  const at = kernel.textureCache?.lastIndexOf(texture) ?? -1;
  if (at >= 0) kernel.textureCache!.splice(at, 1);
}
