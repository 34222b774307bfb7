import { afterEach, expect, test, vi } from "vitest";
import type { SharedStorage } from "./storage.js";
import { start } from "../start.js";

afterEach(() => {
  vi.restoreAllMocks();
});

test("where the caller must not block, what only waits for commands under way is no want of memory to be freed", async () => {
  vi.spyOn(Atomics, "wait").mockImplementation(() => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  });
  const { backend } = await start({ threads: 1, memoryLimit: 2 ** 25 });
  const storage = backend.fill(2 ** 20, 0, "float32"), square = { storage, layout: { shape: [1, 1024, 1024], strides: [0, 1024, 1], offset: 0 } };
  const values = new Float32Array(2 ** 20);
  expect(() => {
    for (let i = 0; i < 10; i++) {
      backend.free(backend.matmul(square, square));
      backend.free(backend.write(values, "float32"));
    }
  }).toThrow(/^worker-threads: out of memory, 4 MB .*\nhint: await a read now and then: what commands under way still use cannot be written yet$/);
  await backend.flush();
  expect((await backend.read(backend.write(values.fill(2), "float32")))[0]).toBe(2);
  await backend.dispose();
});

test("what lies last in a full memory of 4 GiB is computed to its end", async () => {
  const { backend, device } = await start({ threads: 0 });
  const blocks: SharedStorage[] = [];
  for (const bytes of [2 ** 28, 2 ** 16, 64]) {
    expect(() => {
      for (;;) blocks.push(device.allocate("int32", bytes / 4));
    }).toThrow(/out of memory/);
  }
  const layout = { shape: [16], strides: [1], offset: 0 }, last = blocks.at(-1)!, numbers = Int32Array.from({ length: 16 }, (_, i) => i + 1);
  backend.free(blocks[0]!);
  backend.updateSlice(last, layout, { storage: backend.write(numbers, "int32"), layout });
  expect(await backend.read(backend.unary("neg", { storage: last, layout }))).toEqual(numbers.map((value) => -value));
  expect(await backend.read(backend.copy({ storage: last, layout }, "float32"))).toEqual(Float32Array.from(numbers));
  await backend.dispose();
});
