import { BackendUnavailableError } from "@convoke/core/backend";
import type { GpuLibrary, KernelClass } from "./library.js";

/** Where gpu.js runs kernels: three ways to WebGL, then WebAssembly and plain JavaScript in the calling thread. */
export type GpuMode = "webgl2" | "webgl" | "headlessgl" | "webasm" | "cpu";

/** In the order in which they are tried. */
export const modes: readonly GpuMode[] = ["webgl2", "webgl", "headlessgl", "webasm", "cpu"];

export function kernelClassOf(library: GpuLibrary, mode: GpuMode): KernelClass {
  const classes = {
    webgl2: library.WebGL2Kernel, webgl: library.WebGLKernel, headlessgl: library.HeadlessGLKernel, webasm: library.WebAssemblyKernel, cpu: library.CPUKernel,
  };
  return classes[mode];
}

export function hasTextures(mode: GpuMode): boolean {
  return mode !== "webasm" && mode !== "cpu";
}

const requirements: Readonly<Record<GpuMode, string>> = {
  webgl2: "no WebGL 2 context",
  webgl: "no WebGL context",
  headlessgl: "no headless WebGL context, it takes the package gl with its native binding, and a display",
  webasm: "no WebAssembly",
  cpu: "no JavaScript from strings, a content security policy forbids it",
};

/** What a mode lacks here, or `null`. */
export function missing(library: GpuLibrary, mode: GpuMode): string | null {
  const kernelClass = kernelClassOf(library, mode);
  if (!kernelClass.isSupported || (mode === "cpu" && !canEvaluate())) return requirements[mode];
  if (!hasTextures(mode)) return null;
  const { features } = kernelClass;
  if (!features?.isTextureFloat) return "no float32 textures (OES_texture_float)";
  return features.isFloatRead ? null : "no float32 render targets (EXT_color_buffer_float)";
}

/** The mode to use, and why; throws a `BackendUnavailableError` that names what is missing. */
export function chooseMode(library: GpuLibrary, wanted: GpuMode | undefined): { readonly mode: GpuMode; readonly reason: string } {
  if (wanted !== undefined) {
    const lack = modes.includes(wanted) ? missing(library, wanted) : `no such mode, expected one of ${modes.join(", ")}`;
    if (lack !== null) throw new BackendUnavailableError(`gpujs: mode ${wanted} cannot run here: ${lack}`);
    return { mode: wanted, reason: "asked for" };
  }
  const lacks: string[] = [];
  for (const mode of modes) {
    const lack = missing(library, mode);
    if (lack === null) return { mode, reason: lacks.length === 0 ? "the first choice" : lacks.join("; ") };
    lacks.push(`${mode}: ${lack}`);
  }
  throw new BackendUnavailableError(`gpujs: no mode can run here: ${lacks.join("; ")}`);
}

function canEvaluate(): boolean {
  try {
    return new Function("return true")() as boolean;
  } catch {
    return false;
  }
}
