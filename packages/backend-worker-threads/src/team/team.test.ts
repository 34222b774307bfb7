import { expect, test } from "vitest";
import type { View } from "@convoke/core/backend";
import type { Step } from "@convoke/wasm-kernels";
import type { SharedStorage } from "../memory/storage.js";
import { start } from "../start.js";
import { grain, slotCount, slotOf, units } from "./control.js";

const vector = (storage: SharedStorage): View<SharedStorage> => ({ storage, layout: { shape: [storage.size], strides: [1], offset: 0 } });

/** Fills memory that is not there. */
const wild: Step = { kernel: "fillWords", block: [2 ** 30, 0, 4096, 0, 0, 0, 1, 4096], units: 4, scratchBytes: 0 };

test.each([0, 1, 2, 3, 4])("%i threads: three rings full of commands run in order", async (threads) => {
  const { backend } = await start({ threads });
  let value = backend.fill(1, 0, "float32");
  const one = backend.fill(1, 1, "float32");
  for (let i = 0; i < 3 * slotCount; i++) value = backend.binary("add", vector(value), vector(one), value);
  expect(backend.readSync!(value)[0]).toBe(3 * slotCount);
  await backend.dispose();
});

test.each([1, 2])("%i threads: a large command is claimed in many parts, since only a part that is finished counts as progress", async (threads) => {
  let words!: Int32Array;
  const { backend } = await start({ threads }, (all) => (words = all));
  await backend.read(backend.fill(2 ** 24, 0, "float32"));
  const slot = slotOf(0);
  expect(words[slot + units]! / words[slot + grain]!).toBeGreaterThanOrEqual(16);
  await backend.dispose();
});

test.each([1, 2])("%i threads: so is one of few units", async (threads) => {
  let words!: Int32Array;
  const { backend, runner } = await start({ threads }, (all) => (words = all));
  const { pointer } = backend.fill(16_384, 1, "float32"), fill: Step = { kernel: "fillWords", block: [pointer, 0, 16_384, 0, 0, 0, 1, 16_384], units: 16, scratchBytes: 0 };
  runner.enqueue(fill, { base: 0, bytes: 0 });
  await backend.flush();
  const slot = slotOf(1);
  expect(words[slot + units]! / words[slot + grain]!).toBe(4 * threads);
  await backend.dispose();
});

test("a worker that traps ends the team: the next calls and reads name the kernel", async () => {
  const { backend, runner } = await start({ threads: 2 });
  const kept = backend.fill(3, 1, "float32");
  runner.enqueue(wild, { base: 0, bytes: 0 });
  const message = /^worker-threads: fillWords failed in worker [01]: RuntimeError: memory access out of bounds\nhint: make the backend anew/;
  await expect(backend.flush()).rejects.toThrow(message);
  expect(() => backend.fill(1, 0, "float32")).toThrow(message);
  expect(() => backend.readSync!(kept)).toThrow(message);
  await expect(backend.read(kept)).rejects.toThrow(message);
  await backend.dispose();
});

test("in the calling thread a trap is thrown at once, and again by every later call", async () => {
  const { backend, runner } = await start({ threads: 0 });
  const message = "worker-threads: fillWords failed: RuntimeError: memory access out of bounds";
  expect(() => runner.enqueue(wild, { base: 0, bytes: 0 })).toThrow(message);
  expect(() => backend.fill(1, 0, "float32")).toThrow(message);
});
