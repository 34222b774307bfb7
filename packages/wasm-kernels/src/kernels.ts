import { requireFeature } from "./features.js";
import { simd } from "./generated/simd.js";
import { moduleBytes } from "./module-bytes.js";

/**
 * Does the part [begin, end) of a kernel's work. `block` is the byte offset of its arguments, `scratch` that of memory which nobody else uses meanwhile
 * (16-byte aligned). Any split of the work gives the same bits.
 */
export type Kernel = (block: number, begin: number, end: number, scratch: number) => void;

export const kernelNames = [
  "packLeft", "matmul", "matmulDots", "convolve", "convolveDepthwise", "convolveGradWeight", "foldGradWeight", "depthwiseGradWeight", "transformWeight", "convolveWinograd",
  "convolveWinogradGrad", "foldWinogradGrad",
  "unary", "unaryWords", "unaryBytes", "binary", "binaryWords", "binaryBytes", "where", "whereBytes",
  "copyWords", "copyBytes", "updateSliceWords", "updateSliceBytes", "fillWords", "fillBytes",
  "reduce", "reduceWords", "reduceBytes", "argmax", "argmaxWords", "argmaxBytes",
  "avgPool", "avgPoolGrad", "maxPool", "maxPoolGrad", "maxPoolTake", "uniform",
  "batchNorm", "batchNormGrad", "logSoftmax", "logSoftmaxGrad", "crossEntropy", "crossEntropyGrad", "sgdStep", "adamStep",
] as const;
export type KernelName = (typeof kernelNames)[number];
export type Kernels = Readonly<Record<KernelName, Kernel>>;

/** The largest memory that the kernels can address: 65,536 pages of 64 KiB, 4 GiB. */
export const maximumPages = 65_536;

/** Compiles the plain SIMD build of the kernels; share the module between threads and instantiate it in each. */
export function compile(shared: boolean): WebAssembly.Module {
  requireFeature("simd");
  if (shared) requireFeature("threads");
  return new WebAssembly.Module(moduleBytes(simd, shared));
}

/**
 * As `compile`, off the calling thread: a page's main thread refuses to compile more than 4 kB at once.
 *
 * @param options `relaxed` asks for the build that multiplies and adds in one instruction: faster sums of products, whose last bits depend on the processor.
 * @throws BackendUnavailableError also where the engine lacks relaxed SIMD (`hasFeature("relaxedSimd")`) and it is asked for.
 */
export async function compileAsync(shared: boolean, { relaxed = false }: { readonly relaxed?: boolean } = {}): Promise<WebAssembly.Module> {
  requireFeature("simd");
  if (shared) requireFeature("threads");
  if (!relaxed) return WebAssembly.compile(moduleBytes(simd, shared));
  requireFeature("relaxedSimd");
  const { relaxedSimd } = await import("./generated/relaxed-simd.js");
  return WebAssembly.compile(moduleBytes(relaxedSimd, shared));
}

/**
 * The kernels over `memory`, shared or not, which has a maximum (of at most `maximumPages`). They keep nothing in it: every byte is the caller's.
 *
 * @param module What `compile` gave for this kind of memory; browsers' main threads want it compiled asynchronously or in a worker.
 * @throws BackendUnavailableError where the engine lacks SIMD, or threads for a shared memory.
 * @example
 * const memory = new WebAssembly.Memory({ initial: 16, maximum: 1024 });
 * const kernels = instantiate(memory);
 */
export function instantiate(memory: WebAssembly.Memory, module: WebAssembly.Module = compile(isShared(memory))): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

function isShared(memory: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === "function" && memory.buffer instanceof SharedArrayBuffer;
}
