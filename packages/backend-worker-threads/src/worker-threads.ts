import type { Backend } from "@convoke/core/backend";
import type { SharedStorage } from "./memory/storage.js";
import type { WorkerThreadsOptions } from "./options.js";
import { start } from "./start.js";

/**
 * The fast backend: WebAssembly SIMD on several threads over one shared memory, in Node and on cross-origin-isolated pages.
 *
 * Calls enqueue and return; results are the same bits for every number of threads, and with `deterministic` in every engine on every processor. Where memory
 * cannot be shared, the same kernels run in the calling thread, and `info().runsOn` says why. A Node process exits by itself, but not while a read is pending.
 *
 * @throws ArgumentError for an option that is unknown or out of range.
 * @throws BackendUnavailableError where the engine lacks WebAssembly SIMD, or the threads that were asked for.
 * @example
 * setBackend(await workerThreads());
 * const onTwo = await workerThreads({ threads: 2 });
 */
export function workerThreads(options: WorkerThreadsOptions = {}): Promise<Backend<SharedStorage>> {
  return start(options).then(({ backend }) => backend);
}
