import { afterEach, expect, test, vi } from "vitest";
import { start } from "../start.js";
import { slotCount } from "../team/control.js";
import { workerThreads } from "../worker-threads.js";
import { countTo, toil } from "./toil.test-support.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("the page is cross-origin isolated", () => {
  expect(crossOriginIsolated).toBe(true);
});

test.each([1, 2])("%i threads are web workers; on a page's main thread nothing is read synchronously", async (threads) => {
  const backend = await workerThreads({ threads });
  expect(backend.info()).toMatchObject({ name: "worker-threads", threads, runsOn: "web workers" });
  expect(backend.capabilities.syncRead).toBe(false);
  expect(backend.readSync).toBeUndefined();
  const matrix = backend.write(new Float32Array([1, 2, 3, 4]), "float32"), view = { storage: matrix, layout: { shape: [1, 2, 2], strides: [4, 2, 1], offset: 0 } };
  expect([...(await backend.read(backend.matmul(view, view)))]).toEqual([7, 10, 15, 22]);
  await backend.dispose();
});

test("without a wish there is a thread for each processor", async () => {
  const backend = await workerThreads();
  expect(backend.info()).toMatchObject({ threads: Math.min(16, navigator.hardwareConcurrency), runsOn: "web workers" });
  await backend.dispose();
});

/** What went on while `work` was awaited. */
async function during(work: Promise<unknown>): Promise<{ frames: number; ticks: number }> {
  let frames = 0, ticks = 0, isOver = false;
  const paint = (): void => {
    frames++;
    if (!isOver) requestAnimationFrame(paint);
  };
  requestAnimationFrame(paint);
  const timer = setInterval(() => ticks++, 1);
  await work;
  isOver = true;
  clearInterval(timer);
  return { frames, ticks };
}

test("a read does not block the page: it paints and its timers fire while the workers toil", async () => {
  const backend = await workerThreads({ threads: 2 });
  const { frames, ticks } = await during(backend.read(toil(backend)));
  expect(frames).toBeGreaterThan(5);
  expect(ticks).toBeGreaterThan(5);
  await backend.dispose();
});

const ways = [["with Atomics.waitAsync", true], ["in an engine without Atomics.waitAsync", false]] as const;

test.each(ways)("ten rings full of commands in one go, %s: none is lost, and memory stays bounded", async (_, has) => {
  if (!has) vi.spyOn(Atomics as unknown as { waitAsync: unknown }, "waitAsync", "get").mockReturnValue(undefined);
  const { backend, device } = await start({ threads: 2 });
  toil(backend);   // so that the ring does fill
  const before = device.heap.statistics;
  const counts = countTo(10 * slotCount, backend, slotCount);
  const { ticks } = await during(counts);
  expect(await counts).toEqual(Array.from({ length: 10 }, (_unused, i) => (i + 1) * slotCount));
  expect(ticks).toBeGreaterThan(5);
  // Two vectors, a number, and a copy for each of the ten reads.
  expect(device.heap.statistics.reachedBytes - before.reachedBytes).toBeLessThan(64 * 20);
  expect(device.heap.statistics.usedBytes).toBe(before.usedBytes);
  await backend.dispose();
});

test("spilled commands of a backend that is disposed of are dropped; reads under way come back first", async () => {
  const { backend, runner } = await start({ threads: 2 });
  const pending = backend.read(toil(backend));
  void countTo(3 * slotCount, backend, Infinity);
  await backend.dispose();
  expect((await pending)[0]).toBe(0);
  expect(runner.done).toBeLessThan(runner.enqueued);
  expect(() => backend.fill(1, 0, "float32")).toThrow("worker-threads: the backend was disposed");
  await expect(backend.read(pending as never)).rejects.toThrow("worker-threads: the backend was disposed");
});

test("fifty backends made and disposed of leave no worker", async () => {
  let running = 0;
  vi.stubGlobal("Worker", class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      running++;
    }

    override terminate(): void {
      running--;
      super.terminate();
    }
  });
  for (let i = 0; i < 50; i++) {
    const backend = await workerThreads({ threads: 2 });
    expect(running).toBe(2);
    expect((await backend.read(backend.fill(2 ** 20, i, "float32"))).at(-1)).toBe(i);
    await backend.dispose();
  }
  expect(running).toBe(0);
});
