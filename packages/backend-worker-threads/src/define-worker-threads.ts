import type { Backend, BackendInfo } from "@convoke/core/backend";
import { elementwiseKernels } from "./kernels/elementwise.js";
import { poolingKernels } from "./kernels/pooling.js";
import { productKernels } from "./kernels/products.js";
import { reductionKernels } from "./kernels/reductions.js";
import { trainingKernels } from "./kernels/training.js";
import type { Device } from "./memory/device.js";
import { kernelDType, type SharedStorage } from "./memory/storage.js";
import type { Crew } from "./team/crew.js";
import type { Runner } from "./team/runner.js";

const name = "worker-threads";

/** The backend over a device: each kernel allocates its result and enqueues the steps that fill it. None is core's default, so `defineBackend` stays out of a bundle. */
export function defineWorkerThreads(device: Device, runner: Runner, crew: Crew | null, facts: Omit<BackendInfo, "name">): Backend<SharedStorage> {
  return {
    specVersion: 1,
    name,
    capabilities: {
      dtypes: new Set(["float32", "int32", "uint8", "bool"] as const), strictFloat: true, syncRead: runner.canBlock,
      maxElements: 2 ** 30 - 1, maxRank: 16, exactInt: 2 ** 31 - 1,
    },
    info: () => ({ name, ...facts }),

    write: (values, dtype) => device.write(values, kernelDType(dtype)),
    read: (storage) => device.read(storage),
    ...(runner.canBlock && { readSync: (storage: SharedStorage) => device.readSync(storage) }),
    free: (storage) => device.free(storage),
    flush: () => device.flush(),
    async dispose() {
      await device.dispose();
      runner.stop();
      await crew?.terminate();
    },

    ...guarded(device, {
      ...elementwiseKernels(device), ...reductionKernels(device), ...productKernels(device), ...poolingKernels(device), ...trainingKernels(device),
    }),
  };
}

type AnyKernel = (...args: unknown[]) => unknown;

/** The kernels, of which one that throws leaves nothing behind. */
function guarded<Kernels extends object>(device: Device, kernels: Kernels): Kernels {
  return Object.fromEntries(Object.entries<AnyKernel>(kernels as Record<string, AnyKernel>).map(([key, kernel]) =>
    [key, (...args: unknown[]) => device.attempt(() => kernel(...args))])) as Kernels;
}
