import { ArgumentError } from "@convoke/core/backend";
import { maxThreads } from "./team/control.js";

export interface WorkerThreadsOptions {
  /**
   * Workers that run kernels, 1 to 64; 0 runs them in the calling thread. Default: one a processor, at most 16, and 0 where threads cannot share memory or be made.
   */
  readonly threads?: number;
  /**
   * Whether results are the same bits in every engine and on every processor. Default false: where the engine has relaxed SIMD, sums of products fuse
   * multiplication and addition, which is faster, and their last bits depend on the processor.
   */
  readonly deterministic?: boolean;
  /** Bytes that the memory may grow to, at most 4 GiB, which is the default. */
  readonly memoryLimit?: number;
  /** Milliseconds that a wait goes on without any progress before the backend is given up; default 30,000. */
  readonly stallTimeout?: number;
  /** Where a page whose Content-Security-Policy forbids `blob:` workers serves this package's `worker.js`. */
  readonly workerUrl?: string | URL;
}

const names = ["threads", "deterministic", "memoryLimit", "stallTimeout", "workerUrl"];

/** @throws ArgumentError for what is no option, or out of range. */
export function checkOptions(options: WorkerThreadsOptions): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ArgumentError(`workerThreads: options are ${describe(options)}, expected an object with ${names.join(", ")}`);
  }
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw new ArgumentError(`workerThreads: unknown option ${name}, expected one of ${names.join(", ")}`);
  }
  const { threads, deterministic, memoryLimit, stallTimeout, workerUrl } = options;
  if (deterministic !== undefined && typeof deterministic !== "boolean") throw new ArgumentError(`workerThreads: deterministic is ${describe(deterministic)}, expected true or false`);
  if (workerUrl !== undefined && typeof workerUrl !== "string" && !(workerUrl instanceof URL)) {
    throw new ArgumentError(`workerThreads: workerUrl is ${describe(workerUrl)}, expected a string or a URL`);
  }
  expectInteger("threads", threads, 0, maxThreads);
  expectInteger("memoryLimit", memoryLimit, 2 ** 24, 2 ** 32);
  expectInteger("stallTimeout", stallTimeout, 1, 2 ** 31 - 1);
}

function expectInteger(name: string, value: number | undefined, low: number, high: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= low && value <= high)) {
    throw new ArgumentError(`workerThreads: ${name} is ${describe(value)}, expected an integer from ${low} to ${high}`);
  }
}

/** What a caller without types passed. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return typeof value === "string" ? `"${value}"` : String(value);
}
