import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { countingBackend } from "../backend/counting-backend.test-support.js";
import { mul, ones, relu, slice, sum, tensor } from "../index.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the garbage collector as safety net", () => {
  test("frees the storages of dropped handles and of a dropped tape, once", async () => {
    const { backend, live, problems } = countingBackend();
    const kept = tensor([1, 2, 3], { backend, requiresGrad: true });
    (() => { for (let i = 0; i < 20; i++) sum(relu(mul(kept, i))); })();
    expect(live.size).toBeGreaterThan(20);
    for (let i = 0; i < 50 && live.size > 1; i++) {
      collect();
      await macrotask();
    }
    expect([live.size, problems]).toEqual([1, []]);
    expect([...kept.dataSync()]).toEqual([1, 2, 3]);
  });

  test("leaves alone what a view, a tape or a cell still needs", async () => {
    const backend = cpu();
    const [view, loss, weight] = (() => {
      const leaf = tensor([3], { backend, requiresGrad: true });
      return [slice(tensor([[1, 2], [3, 4]], { backend }).mul(2), 1), mul(mul(leaf, leaf), leaf), leaf] as const;
    })();
    for (let i = 0; i < 5; i++) {
      collect();
      await macrotask();
    }
    loss.backward();
    expect([[...view.dataSync()], weight.grad!.itemSync()]).toEqual([[6, 8], 27]);
  });

  test("a loop that never yields to the event loop does not pile up memory on cpu", () => {
    const x = ones([250_000], { backend: cpu() });
    collect();
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 200; i++) mul(x, i);
    collect();
    expect((process.memoryUsage().arrayBuffers - before) / 2 ** 20).toBeLessThan(100); // 200 MB were made
  });
});
