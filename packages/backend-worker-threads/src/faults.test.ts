import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";
import { BackendError, BackendUnavailableError, type View } from "@convoke/core/backend";
import type { SharedStorage } from "./memory/storage.js";
import { start } from "./start.js";
import { workerThreads } from "./worker-threads.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const size = 1024;
const square = (storage: SharedStorage): View<SharedStorage> => ({ storage, layout: { shape: [1, size, size], strides: [0, size, 1], offset: 0 } });

/** About a second of work, or less. */
function toil({ backend }: Awaited<ReturnType<typeof start>>, products = 20): SharedStorage {
  const a = backend.fill(size * size, 0, "float32");
  let product = a;
  for (let i = 0; i < products; i++) product = backend.matmul(square(product), square(a));
  return product;
}

test("a worker killed while idle: the next call says so", async () => {
  const { backend, crew } = await start({ threads: 2 });
  const kept = backend.fill(3, 1, "float32");
  await backend.flush();
  await crew!.workers[1]!.terminate();
  const message = "worker-threads: worker 1 died while idle: exited with code 1\nhint: make the backend anew and give the model its last saved weights";
  expect(() => backend.fill(1, 0, "float32")).toThrow(message);
  expect(() => backend.readSync!(kept)).toThrow(message);
  await expect(backend.read(kept)).rejects.toThrow(message);
  await backend.dispose();
});

test("a worker killed while it computes: the pending read and later calls say so", async () => {
  const started = await start({ threads: 2 });
  const pending = started.backend.read(toil(started));
  await Promise.all([
    expect(pending).rejects.toThrow(/^worker-threads: worker 0 died (in \w+|while idle): exited with code 1/),      // idle: between two commands
    sleep(20).then(() => started.crew!.workers[0]!.terminate()),
  ]);
  expect(() => started.backend.fill(1, 0, "float32")).toThrow(BackendError);
  await started.backend.dispose();
});

test("workers killed while the main thread waits: the wait ends with an error", async () => {
  const started = await start({ threads: 2, stallTimeout: 300 });
  const product = toil(started);
  for (const worker of started.crew!.workers) void worker.terminate();
  expect(() => started.backend.readSync!(product)).toThrow(/^worker-threads: no progress for 0.3 s in \w+, a worker may have died/);
  expect(() => started.backend.fill(1, 0, "float32")).toThrow(/no progress/);
  await started.backend.dispose();
});

test("memory that cannot grow: an error that helps, and the backend goes on", async () => {
  const backend = await workerThreads({ threads: 1, memoryLimit: 2 ** 25 });
  const kept = backend.fill(2 ** 22, 1, "float32");
  expect(() => backend.fill(2 ** 23, 0, "float32")).toThrow(
    "worker-threads: out of memory, 32 MB more than the 16 MB in use do not fit into 32 MB\n" +
    "hint: free tensors: run each step inside tidy(), dispose of what is no longer used; or raise memoryLimit",
  );
  expect((await backend.read(kept))[2 ** 22 - 1]).toBe(1);
  backend.free(kept);
  const later = backend.write(new Float32Array(2 ** 22).fill(2), "float32");
  expect((await backend.read(later))[0]).toBe(2);
  await backend.dispose();
});

test("a kernel that finds no memory for its workspace gives back what it had allocated", async () => {
  const { backend, device } = await start({ threads: 1, memoryLimit: 2 ** 24 + 2 ** 20 });
  const g = {
    batch: 1, inChannels: 1024, inHeight: 1, inWidth: 1, outChannels: 1024, outHeight: 1, outWidth: 1, kernelHeight: 1, kernelWidth: 1, strideHeight: 1, strideWidth: 1,
    dilationHeight: 1, dilationWidth: 1, padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, groups: 1,
  };
  const input = backend.fill(1024, 1, "float32"), weight = backend.fill(1024 * 1024, 1, "float32"), filler = backend.fill(10 * 2 ** 20, 0, "uint8");
  const { usedBytes } = device.heap.statistics;
  // The output takes 4 kB, the packed weight 4 MB.
  expect(() => backend.conv2d(input, weight, g)).toThrow(/^worker-threads: out of memory, 4 MB more/);
  expect(device.heap.statistics.usedBytes).toBe(usedBytes);
  backend.free(filler);
  expect((await backend.read(backend.conv2d(input, weight, g)))[1023]).toBe(1024);
  await backend.dispose();
});

test("without SharedArrayBuffer the calling thread works and says why; threads that were asked for are refused", async () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  const backend = await workerThreads();
  expect(backend.info()).toMatchObject({ threads: 1, runsOn: expect.stringMatching(/^the calling thread, because SharedArrayBuffer is missing/) });
  expect((await backend.read(backend.fill(5, 3, "float32")))[4]).toBe(3);
  await expect(workerThreads({ threads: 2 })).rejects.toThrow(/^workerThreads: 2 threads need workers that share memory, but SharedArrayBuffer is missing/);
  await expect(workerThreads({ threads: 2 })).rejects.toThrow(BackendUnavailableError);
});

test("an engine without SIMD is named by the function that wants it", async () => {
  vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  await expect(workerThreads()).rejects.toThrow(/^workerThreads: this engine lacks the WebAssembly feature simd, expected Node 20\.19.*\nhint: the cpu backend needs no WebAssembly$/);
  await expect(workerThreads()).rejects.toMatchObject({ name: "BackendUnavailableError", details: { feature: "simd" } });
});

test("options are checked", async () => {
  await expect(workerThreads({ threads: 65 })).rejects.toThrow("workerThreads: threads is 65, expected an integer from 0 to 64");
  await expect(workerThreads({ threads: 1.5 })).rejects.toThrow("workerThreads: threads is 1.5, expected an integer from 0 to 64");
  await expect(workerThreads({ memoryLimit: 1000 })).rejects.toThrow("workerThreads: memoryLimit is 1000, expected an integer from 16777216 to 4294967296");
  await expect(workerThreads({ thread: 1 } as object)).rejects.toThrow("workerThreads: unknown option thread, expected one of threads, deterministic, memoryLimit, stallTimeout, workerUrl");
  await expect(workerThreads({ threads: "2" } as object)).rejects.toThrow('workerThreads: threads is "2", expected an integer from 0 to 64');
  await expect(workerThreads({ workerUrl: 5 } as object)).rejects.toThrow("workerThreads: workerUrl is 5, expected a string or a URL");
  for (const [options, words] of [[2, "2"], [null, "null"], [[2], "an array"]] as const) {
    await expect(workerThreads(options as object)).rejects.toThrow(`workerThreads: options are ${words}, expected an object with threads, deterministic, memoryLimit, stallTimeout, workerUrl`);
  }
  await expect(workerThreads({ deterministic: 1 } as object)).rejects.toThrow("workerThreads: deterministic is 1, expected true or false");
});

test("a hundred backends made and disposed of leave neither workers nor memory", async () => {
  const workers = (): number => process.getActiveResourcesInfo().filter((name) => name === "MessagePort" || name === "Worker").length;
  const cycle = async (): Promise<void> => {
    const backend = await workerThreads({ threads: 2 });
    await backend.read(backend.fill(2 ** 20, 1, "float32"));
    await backend.dispose();
  };
  for (let i = 0; i < 10; i++) await cycle();
  const before = { workers: workers(), rss: process.memoryUsage.rss() };
  for (let i = 0; i < 90; i++) await cycle();
  expect(workers()).toBe(before.workers);
  collectGarbage();
  await sleep(100);
  // Each would hold 20 MB.
  expect(process.memoryUsage.rss() - before.rss).toBeLessThan(90 * 20 * 2 ** 20 / 4);
}, 60_000);

test("a team that failed has no workers left", async () => {
  const { backend, crew } = await start({ threads: 3 });
  const storage = backend.fill(2 ** 24, 0, "float32"), huge = { storage, layout: { shape: [1, 4096, 4096], strides: [0, 4096, 1], offset: 0 } };
  backend.matmul(huge, huge);   // many seconds of work
  await crew!.workers[0]!.terminate();
  const threads = crew!.workers as readonly Worker[];
  await vi.waitFor(() => expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]));
});

test("a disposed backend refuses calls, and settles the reads and flushes under way first", async () => {
  const started = await start({ threads: 2 });
  const { backend } = started;
  const pending = [backend.flush(), backend.read(toil(started, 3)), backend.flush()] as const;
  await backend.dispose();
  expect((await pending[1])[0]).toBe(0);
  await Promise.all(pending);
  expect(() => backend.fill(1, 0, "float32")).toThrow("worker-threads: the backend was disposed");
  await expect(backend.flush()).rejects.toThrow("worker-threads: the backend was disposed");
});
