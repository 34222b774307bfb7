import type { Backend } from "@convoke/core";

export interface BackendSettings {
  /** Threads that compute; null is one a processor. */
  readonly threads: number | null;
}

export interface BackendEntry {
  readonly about: string;
  /** Loads the package of the backend when it is asked for. */
  readonly make: (settings: BackendSettings) => Promise<Backend>;
}

/** What `--backend` may name: a line each, the default one first. */
export const backends = {
  "worker-threads": {
    about: "WebAssembly SIMD on all processors over one shared memory",
    make: async ({ threads }) => (await import("@convoke/backend-worker-threads")).workerThreads(threads === null ? {} : { threads }),
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
