import { cpu } from "@convoke/backend-cpu";
import { gpujs, waivers } from "@convoke/backend-gpujs";
import { bounds, workerThreads } from "@convoke/backend-worker-threads";
import type { StatedBounds, Waiver } from "@convoke/conformance";
import { defineBackend, derivedKernelNames, type Backend, type BackendDefinition, type Storage } from "@convoke/core/backend";

/** A backend to check: how to make it, and what it may fail. */
export interface Subject {
  readonly make: () => Backend | Promise<Backend>;
  readonly waive: readonly Waiver[];
  /** Kernels with an error bound of their own. */
  readonly bounds?: StatedBounds;
}

/** Every backend that the command knows, by name. */
export const subjects: Readonly<Record<string, Subject>> = {
  cpu: { make: cpu, waive: [] },
  "cpu-derived": { make: () => stripped(cpu(), "cpu-derived"), waive: [] },
  "worker-threads": { make: () => workerThreads({ threads: 2 }), waive: [], bounds },
  "gpujs-webasm": { make: () => gpujs({ mode: "webasm" }), waive: waivers },
  "gpujs-cpu": { make: () => gpujs({ mode: "cpu" }), waive: waivers },
};

/** A backend without its own derived kernels: what core's defaults make of its eight required ones. */
function stripped<S extends Storage>(backend: Backend<S>, name: string): Backend<S> {
  const required = Object.entries(backend).filter(([key]) => !(derivedKernelNames as readonly string[]).includes(key));
  return defineBackend({ ...(Object.fromEntries(required) as unknown as BackendDefinition<S>), name });
}
