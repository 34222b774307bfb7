import { BackendUnavailableError } from "@convoke/core/backend";

/** What a kernel takes: a texture (or an Input where there are none), or a number. */
export type Argument = Texture | Input | number;

/** The result of a GL kernel. */
export interface Texture {
  readonly texture: WebGLTexture;
  /** Width and height in texels. */
  readonly size: ArrayLike<number>;
}

/** Host data with a size, as kernels of the modes without textures want it. */
export interface Input {
  readonly value: Float32Array;
}

export interface KernelRun {
  (...values: Argument[]): Texture | Float32Array;
  /** Also makes a new texture for the output. */
  setOutput(output: readonly number[]): unknown;
  destroy(): void;
  /** What runs by now: gpu.js puts a CPU kernel here when it gives up on another. */
  readonly kernel: {
    readonly constructor: unknown;
    readonly fallbackReason?: string | null;
    /** Sizes for which a webasm kernel keeps a module and a memory each. */
    moduleCacheLimit?: number;
  };
  /** What a GL kernel writes to; it makes itself one where there is none. */
  texture: Texture | null;
  /** Set it after `texture`, so that the next run draws there. */
  _textureSwitched: boolean;
  /** Textures that a WebGL 1 kernel would delete with itself. */
  readonly textureCache?: WebGLTexture[];
}

/** The class of a mode's kernels. */
export interface KernelClass {
  readonly isSupported: boolean;
  readonly features: { readonly isFloatRead?: boolean; readonly isTextureFloat?: boolean; readonly maxTextureSize?: number } | null;
}

export interface Gpu {
  readonly context: WebGLRenderingContext | WebGL2RenderingContext | null;
  readonly Kernel: KernelClass;
  /** All kernels that were made; a destroyed CPU kernel stays. */
  readonly kernels: unknown[];
  createKernel(source: string, settings: Readonly<Record<string, unknown>>): KernelRun;
  destroy(): Promise<void>;
}

/** The part of gpu.js that this package uses; its own types lack some of it. */
export interface GpuLibrary {
  readonly GPU: new (settings: { readonly mode: string }) => Gpu;
  readonly Input: new (value: Float32Array, size: readonly number[]) => Input;
  readonly WebGL2Kernel: KernelClass;
  readonly WebGLKernel: KernelClass;
  readonly HeadlessGLKernel: KernelClass;
  readonly WebAssemblyKernel: KernelClass;
  readonly CPUKernel: KernelClass;
}

/** Loads the peer dependency; throws a `BackendUnavailableError` that names it where it is missing or too old. */
export async function loadLibrary(load: () => Promise<unknown> = () => import("gpu.js")): Promise<GpuLibrary> {
  let module: unknown;
  try {
    module = await load();
  } catch (cause) {
    throw new BackendUnavailableError("gpujs: the package gpu.js is not installed", { hint: "npm install gpu.js@2.24", cause });
  }
  const library = ((module as { default?: unknown }).default ?? module) as GpuLibrary;
  if (!library.GPU || !library.WebAssemblyKernel) {
    throw new BackendUnavailableError("gpujs: this version of the package gpu.js is not known, expected >=2.24.0 <3", { hint: "npm install gpu.js@2.24" });
  }
  return library;
}
