import { ConvokeError, type Backend } from "@convoke/core";
import type { Storage } from "@convoke/core/backend";
import type { Check, CheckContext } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";

/** Breaks a backend: kills a worker, loses a context. It gets a backend of its own. */
export type Fault = (backend: Backend) => void | Promise<void>;

const patience = 15_000;

/** Does a broken device say so? After a fault the pending read and every later call fail with a typed error: no zeros, no hang. */
export function faultChecks(make: () => Backend | Promise<Backend>, faults: Readonly<Record<string, Fault>> = {}): Check[] {
  const all: Readonly<Record<string, Fault>> = { "disposed backend": (backend) => backend.dispose(), ...faults };
  return Object.entries(all).map(([name, fault]): Check => ({
    op: "backend",
    layer: "faults",
    name,
    run: async (context: CheckContext) => {
      void context;
      const backend = await make();
      const storage = backend.write(new Float32Array([1, 2, 3]), "float32");
      await fault(backend);
      await expectRejected(`read after ${name}`, () => backend.read(storage));
      await expectRejected(`fill after ${name}`, async () => void (await backend.read(backend.fill(3, 1, "float32"))));
      await expectRejected(`add after ${name}`, async () => void (await backend.read(add(backend, storage))));
      await backend.dispose();
      return { cases: 3, worst: 0 };
    },
  }));
}

function add(backend: Backend, storage: Storage): Storage {
  return backend.binary("add", { storage, layout: { shape: [3], strides: [1], offset: 0 } }, 1);
}

async function expectRejected(what: string, run: () => Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), patience)));
  try {
    const result = await Promise.race([(async () => run())(), late]);
    throw new ConformanceFailure(result === "late" ? `${what} hangs` : `${what} gave a result, expected a typed error`);
  } catch (error) {
    if (error instanceof ConformanceFailure) throw error;
    if (!ConvokeError.isInstance(error)) throw new ConformanceFailure(`${what} failed with ${String(error)}, expected a ConvokeError`);
  } finally {
    clearTimeout(timer);
  }
}
