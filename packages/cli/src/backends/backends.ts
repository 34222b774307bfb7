import type { Backend } from "@convoke/core";
import { UsageError } from "../command/errors.js";
import { oneOf, type Values, wholeNumber } from "../command/flag.js";

interface BackendEntry {
  readonly about: string;
  /** Loads the package of the backend when it is asked for; `threads` null is one a processor. */
  readonly make: (threads: number | null) => Promise<Backend>;
}

/** What `--backend` may name: a line each, the default one first. */
export const backends = {
  "worker-threads": {
    about: "WebAssembly SIMD on all processors over one shared memory",
    make: async (threads) => (await import("@convoke/backend-worker-threads")).workerThreads(threads === null ? {} : { threads }),
  },
  cpu: {
    about: "plain TypeScript on one thread, the reference; also float64",
    make: async () => (await import("@convoke/backend-cpu")).cpu(),
  },
  gpujs: {
    about: "WebGL through gpu.js where there is a GPU, else its WebAssembly",
    make: async () => (await import("@convoke/backend-gpujs")).gpujs(),
  },
} satisfies Record<string, BackendEntry>;

export type BackendName = keyof typeof backends;

export const defaultBackend: BackendName = "worker-threads";

export const backendFlags = {
  backend: oneOf(backends, `what computes: ${Object.keys(backends).join(", ")} (default ${defaultBackend})`),
  threads: wholeNumber(0, 64, "of worker-threads: how many compute, 0 for none but the main one (default one a processor)"),
};

export interface BackendChoice {
  readonly backend: BackendName;
  readonly threads: number | null;
}

/** @throws {UsageError} for threads of a backend that has none. */
export function backendChoice({ backend = defaultBackend, threads }: Values<typeof backendFlags>): BackendChoice {
  if (threads !== undefined && backend !== "worker-threads") throw new UsageError(`--threads is for --backend worker-threads, but the backend is ${backend}`);
  return { backend, threads: threads ?? null };
}

export function makeBackend({ backend, threads }: BackendChoice): Promise<Backend> {
  return backends[backend].make(threads);
}
