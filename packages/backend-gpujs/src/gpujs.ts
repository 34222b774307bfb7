import { BackendUnavailableError, dense, type Backend } from "@convoke/core/backend";
import { makeBackend } from "./backend.js";
import { Device } from "./device.js";
import { loadLibrary } from "./library.js";
import { chooseMode, type GpuMode } from "./mode.js";
import type { GpuStorage } from "./storage.js";

export interface GpuJsOptions {
  /** Where to run; default: the first of webgl2, webgl, headlessgl, webasm and cpu that works here. */
  readonly mode?: GpuMode;
  /** gpu.js itself, where it cannot be imported by name: what `gpu-browser.js` puts on a page. */
  readonly library?: unknown;
  /** Compiled kernels that are kept; default 512. */
  readonly maxKernels?: number;
  /** Uses after which a call with the same sizes gets a kernel with constants for its sizes; default 8, 1 for always, Infinity for never. */
  readonly specializeAfter?: number;
}

/**
 * A backend on the npm package gpu.js: tensors live in WebGL textures.
 *
 * Throws `BackendUnavailableError` where gpu.js is not installed or the mode cannot run; the message names what is missing.
 *
 * @example
 * setBackend(await gpujs({ mode: "webgl2" }));
 */
export async function gpujs({ mode: wanted, library: given, maxKernels = 512, specializeAfter = 8 }: GpuJsOptions = {}): Promise<Backend<GpuStorage>> {
  const library = await loadLibrary(given === undefined ? undefined : async () => given);
  const { mode, reason } = chooseMode(library, wanted);
  const device = new Device(library, mode, { maxKernels, specializeAfter });
  const backend = makeBackend(device, reason);
  try {
    await probe(backend);
  } catch (cause) {
    await device.dispose();
    throw new BackendUnavailableError(`gpujs: mode ${mode} cannot run here: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  return backend;
}

/** One kernel, there and back. */
async function probe(backend: Backend<GpuStorage>): Promise<void> {
  const numbers = new Float32Array([1.5, -2, 3e38]);
  const storage = backend.write(numbers, "float32");
  const negated = backend.unary("neg", { storage, layout: dense([3]) });
  const result = await backend.read(negated);
  backend.free(storage);
  backend.free(negated);
  if (result.some((value, i) => value !== -numbers[i]!)) throw new Error(`a kernel that negates ${numbers.join(", ")} gives ${result.join(", ")}`);
}
