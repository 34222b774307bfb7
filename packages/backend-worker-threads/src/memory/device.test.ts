import { expect, test } from "vitest";
import type { SharedStorage } from "./storage.js";
import { start } from "../start.js";

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
