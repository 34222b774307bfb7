import { cpu } from "@convoke/backend-cpu";
import { workerThreads } from "@convoke/backend-worker-threads";
import type { Backend } from "@convoke/core";

/** What `--backend` may name: a line each. Load heavy ones only when asked, by `await import(…)` inside the factory. */
export const backends = {
  "worker-threads": ({ threads }) => workerThreads(threads === null ? {} : { threads }),
  cpu: async () => cpu(),
  gpujs: async () => (await import("@convoke/backend-gpujs")).gpujs(),
} satisfies Record<string, (settings: { readonly threads: number | null }) => Promise<Backend>>;

export type BackendName = keyof typeof backends;
