import { Worker } from "node:worker_threads";
import process from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import { BackendUnavailableError } from "@convoke/core/backend";
import { workerThreads } from "../worker-threads.js";

const made: Worker[] = [];
/** Workers that the system allows. */
let most = Infinity;

vi.mock("node:worker_threads", async (original) => {
  const real = await original<typeof import("node:worker_threads")>();
  class Counted extends real.Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      if (made.length >= most) throw new Error("EAGAIN");
      super(...args);
      made.push(this);
    }
  }
  return { ...real, Worker: Counted };
});

afterEach(() => {
  most = Infinity;
  Reflect.deleteProperty(process, "permission");
});

test("where the system refuses a worker, a typed error says so and those that were made are gone", async () => {
  most = 2;
  const refused = workerThreads({ threads: 4 });
  await expect(refused).rejects.toThrow(/^workerThreads: worker 2 did not start: Error: EAGAIN\nhint: ask for fewer threads/);
  await expect(refused).rejects.toThrow(BackendUnavailableError);
  expect(made.map(({ threadId }) => threadId)).toEqual([-1, -1]);
});

test("where Node's permissions forbid workers the calling thread works and says why; threads that were asked for are refused", async () => {
  Object.defineProperty(process, "permission", { value: { has: (scope: string) => scope !== "worker" }, configurable: true });
  const backend = await workerThreads();
  expect(backend.info().runsOn).toBe("the calling thread, because Node's permissions forbid workers (--allow-worker)");
  expect((await backend.read(backend.fill(5, 3, "float32")))[4]).toBe(3);
  await expect(workerThreads({ threads: 2 })).rejects.toThrow(/^workerThreads: 2 threads need workers that share memory, but Node's permissions forbid workers/);
});
