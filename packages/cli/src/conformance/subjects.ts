import { cpu } from "@convoke/backend-cpu";
import { gpujs, waivers } from "@convoke/backend-gpujs";
import { workerThreads } from "@convoke/backend-worker-threads";
import { winograd, type StatedBounds, type Waiver } from "@convoke/conformance";
import { defineBackend, derivedKernelNames, type Backend, type BackendDefinition, type Storage } from "@convoke/core/backend";
import { usesWinograd, winogradPoints } from "@convoke/wasm-kernels";

/** A backend to check: how to make it, and what it may fail. */
export interface Subject {
  readonly make: () => Backend | Promise<Backend>;
  readonly waive: readonly Waiver[];
  /** Kernels with an error bound of their own. */
  readonly bounds?: StatedBounds;
}

const winogradBounds: StatedBounds = {
  conv2d: winograd(4, { points: winogradPoints, where: (g) => usesWinograd(g) }),
  conv2dGradInput: winograd(4, { points: winogradPoints, where: (g) => usesWinograd(g, "conv2dGradInput") }),
};

/** Every backend that the command knows, by name. */
export const subjects: Readonly<Record<string, Subject>> = {
  cpu: { make: cpu, waive: [] },
  "cpu-derived": { make: () => stripped(cpu(), "cpu-derived"), waive: [] },
  "worker-threads": { make: () => workerThreads({ threads: 2 }), waive: [], bounds: winogradBounds },
  "gpujs-webasm": { make: () => gpujs({ mode: "webasm" }), waive: waivers },
  "gpujs-cpu": { make: () => gpujs({ mode: "cpu" }), waive: waivers },
};

/** A backend without its own derived kernels: what core's defaults make of its eight required ones. */
function stripped<S extends Storage>(backend: Backend<S>, name: string): Backend<S> {
  const required = Object.entries(backend).filter(([key]) => !(derivedKernelNames as readonly string[]).includes(key));
  return defineBackend({ ...(Object.fromEntries(required) as unknown as BackendDefinition<S>), name });
}
