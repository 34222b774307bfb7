import { afterEach, expect, test, vi } from "vitest";
import { BackendError, BackendUnavailableError } from "@convoke/core/backend";
import { start } from "../start.js";
import { slotCount } from "../team/control.js";
import { workerThreads } from "../worker-threads.js";
import { countTo, toil } from "./toil.test-support.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

// A browser tells nobody that a worker was terminated: what ends the wait is that nothing happens. Chromium gives a worker that is busy 2 s to go.
const grace = 4000, manySeconds = 300;
const stallTimeout = 400;
const stalled = /^worker-threads: no progress for 0.4 s in \w+, a worker may have died\nhint: make the backend anew/;

test("a worker killed while idle: the others go on with right values, until the ring cannot", async () => {
  const { backend, crew } = await start({ threads: 2, stallTimeout });
  await backend.flush();
  crew!.workers[1]!.terminate();
  await new Promise((resolve) => setTimeout(resolve, grace));
  expect(await countTo(slotCount / 2, backend)).toEqual([slotCount / 2]);
  await expect(countTo(2 * slotCount, backend)).rejects.toThrow("worker-threads: no progress for 0.4 s behind the last command, a worker may have died");
  expect(() => backend.fill(1, 0, "float32")).toThrow(BackendError);
  await backend.dispose();
});

test("workers killed while they compute: the next read and later calls say so", async () => {
  const { backend, crew } = await start({ threads: 2, stallTimeout });
  const product = toil(backend, manySeconds);
  for (const worker of crew!.workers) worker.terminate();
  await expect(backend.read(product)).rejects.toThrow(stalled);
  expect(() => backend.fill(1, 0, "float32")).toThrow(stalled);
  await expect(backend.flush()).rejects.toThrow(stalled);
  await backend.dispose();
});

test("workers killed while a read is awaited: it ends with an error", async () => {
  const { backend, crew } = await start({ threads: 2, stallTimeout });
  const pending = backend.read(toil(backend, manySeconds));
  await new Promise(requestAnimationFrame);
  for (const worker of crew!.workers) worker.terminate();
  await expect(pending).rejects.toThrow(stalled);
  await backend.dispose();
});

test("workers killed while commands are spilled and nobody waits: later calls say so", async () => {
  const { backend, crew } = await start({ threads: 2, stallTimeout });
  toil(backend, manySeconds);
  for (const worker of crew!.workers) worker.terminate();
  void countTo(2 * slotCount, backend, Infinity);
  await vi.waitFor(() => expect(() => backend.fill(1, 0, "float32")).toThrow(stalled), { timeout: 10_000 });
  await backend.dispose();
});

test("a worker that traps ends the team and names the kernel", async () => {
  const { backend, runner } = await start({ threads: 2 });
  runner.enqueue({ kernel: "fillWords", block: [2 ** 30, 0, 4096, 0, 0, 0, 1, 4096], units: 4, scratchBytes: 0 }, { base: 0, bytes: 0 });
  const message = /^worker-threads: fillWords failed in worker [01]: RuntimeError: memory access out of bounds\nhint: make the backend anew/;
  await expect(backend.flush()).rejects.toThrow(message);
  expect(() => backend.fill(1, 0, "float32")).toThrow(message);
  await backend.dispose();
});

test("memory that cannot grow: an error that helps, and the backend goes on", async () => {
  const backend = await workerThreads({ threads: 1, memoryLimit: 2 ** 25 });
  const kept = backend.fill(2 ** 22, 1, "float32");
  await backend.flush();   // what has run already is read without a copy in the memory
  expect(() => backend.fill(2 ** 23, 0, "float32")).toThrow("worker-threads: out of memory, 32 MB more than the 16 MB in use do not fit into 32 MB\nhint: free tensors");
  expect((await backend.read(kept))[2 ** 22 - 1]).toBe(1);
  await backend.dispose();
});

test.each(["Worker", "SharedArrayBuffer"])("without %s the calling thread works and says why; threads that were asked for are refused", async (name) => {
  vi.stubGlobal(name, undefined);
  const backend = await workerThreads();
  expect(backend.info()).toMatchObject({ threads: 1, runsOn: expect.stringMatching(new RegExp(`^the calling thread, because ${name} is missing`)) });
  expect(backend.readSync!(backend.fill(5, 3, "float32"))[4]).toBe(3);
  const refused = workerThreads({ threads: 2 });
  await expect(refused).rejects.toThrow(BackendUnavailableError);
  await expect(refused).rejects.toThrow(`workerThreads: 2 threads need workers that share memory, but ${name} is missing`);
});

test("a workerUrl that leads nowhere is named", async () => {
  const made = workerThreads({ threads: 2, workerUrl: "/nowhere/worker.js" });
  await expect(made).rejects.toThrow(BackendUnavailableError);
  await expect(made).rejects.toThrow(
    /^workerThreads: worker \d did not start: its script could not be loaded\nhint: \/nowhere\/worker\.js must be this package's worker\.js, of the page's origin/,
  );
});

test("a workerUrl of another origin, which new Worker refuses at once, is named", async () => {
  const made = workerThreads({ threads: 1, workerUrl: "https://example.invalid/worker.js" });
  await expect(made).rejects.toThrow(BackendUnavailableError);
  await expect(made).rejects.toThrow(/^workerThreads: worker 0 did not start: SecurityError.*\nhint: https:\/\/example\.invalid\/worker\.js must be/);
});
