import { afterEach, expect, test, vi } from "vitest";
import type { Backend } from "@convoke/core/backend";
import type { SharedStorage } from "../memory/storage.js";
import { start } from "../start.js";
import { positionOf, published, slotCount } from "./control.js";
import { runRandomProgram } from "./random-program.test-support.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const seeds = Array.from({ length: 4 }, (_, i) => i), length = 1500;

async function programs(options: Parameters<typeof start>[0], prepare?: Parameters<typeof start>[1]): Promise<number[][]> {
  const { backend, runner } = await start(options, prepare);
  const results: number[][] = [];
  for (const seed of seeds) {
    // Work for a while, so that the ring fills behind it.
    if (!runner.canBlock) toil(backend);
    results.push(await runRandomProgram(backend, seed, length));
  }
  await backend.dispose();
  return results;
}

function toil(backend: Backend<SharedStorage>): void {
  const storage = backend.fill(2 ** 18, 0, "float32"), square = { storage, layout: { shape: [8, 512, 512], strides: [0, 512, 1], offset: 0 } };
  for (let i = 0; i < 3; i++) backend.free(backend.matmul(square, square));
}

let alone: Promise<number[][]> | undefined;
/** What the calling thread reads. */
const expected = (): Promise<number[][]> => (alone ??= programs({ threads: 0 }));

/** Makes this thread one that must not block, as a page's main thread. */
function forbidBlocking(): void {
  vi.spyOn(Atomics, "wait").mockImplementation(() => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  });
}

test.each([1, 2, 3, 4])("%i threads read the same bits as the calling thread, whatever the commands", async (threads) => {
  expect(await programs({ threads })).toEqual(await expected());
}, 60_000);

test("a caller that must not block reads the same bits", async () => {
  forbidBlocking();
  expect(await programs({ threads: 2 })).toEqual(await expected());
}, 60_000);

test("a caller that must not block, in an engine without Atomics.waitAsync, reads the same bits", async () => {
  forbidBlocking();
  vi.spyOn(Atomics as unknown as { waitAsync: unknown }, "waitAsync", "get").mockReturnValue(undefined);
  expect(await programs({ threads: 2 })).toEqual(await expected());
}, 60_000);

test.each([2 ** 31, 2 ** 32])("counters that pass %i", async (edge) => {
  const from = edge - 1.5 * slotCount;
  const results = await programs({ threads: 3 }, (words) => {
    words[published] = from;
    for (let worker = 0; worker < 3; worker++) words[positionOf(worker)] = from;
  });
  expect(results).toEqual(await expected());
}, 60_000);
