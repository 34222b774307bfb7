import { memory, noGrad, observe, setBackend, tidy, type Backend, type Tensor } from "@convoke/core";
import { derivedKernelNames, isDerived } from "@convoke/core/backend";
import { afterEach, beforeEach, expect, test } from "vitest";
import { slidesCnn, smallResNet, trainer } from "./networks.test-support.js";
import { start, type Started } from "./start.js";

const networks = [["the slides' CNN", slidesCnn, [16, 1, 28, 28]], ["a small ResNet", smallResNet, [8, 3, 32, 32]]] as const;

let started: Started;
beforeEach(async () => {
  started = await start({ threads: 2 });
  setBackend(started.backend);
});
afterEach(() => started.backend.dispose());

test("no kernel is core's default, so none of a training step is", () => {
  expect(derivedKernelNames.filter((kernel) => isDerived(started.backend as Backend, kernel))).toEqual([]);
});

/** Runs steps one after the other and keeps nothing of them. */
async function run(step: () => Tensor, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    const loss = step();
    await loss.item();
    loss.dispose();
  }
}

test.each(networks)("%s: 500 steps leave tensors, heap and process where they were", async (_, make, shape) => {
  const { step } = trainer(started.backend, make, [2, ...shape.slice(1)]);
  await run(step, 50);
  const before = { ...memory(), ...started.device.heap.statistics }, rss = process.memoryUsage.rss();
  await run(step, 500);
  const { tensors, bytes, ...heap } = { ...memory(), ...started.device.heap.statistics };
  expect(before).toMatchObject(heap);
  // Less, where the garbage collector has come to the networks of other tests.
  expect(tensors).toBeLessThanOrEqual(before.tensors);
  expect(bytes).toBeLessThanOrEqual(before.bytes);
  expect(process.memoryUsage.rss() - rss).toBeLessThan(64 * 2 ** 20);
}, 120_000);

test("a small ResNet: the peak of a step is at most 1.3 times what the tape must save", async () => {
  const { model, images, step } = trainer(started.backend, smallResNet, [32, 3, 32, 32]);
  // What the gradients need: the inputs of convolutions and batch norms, the outputs of activations; what is both counts once.
  const saved = new Map<Tensor["layout"], number>();
  observe(({ name, inputs: { input }, output }) => {
    const needed = ["conv2d", "batchNorm"].includes(name) ? input : name === "relu" ? output : null;
    if (needed && needed !== images) saved.set(needed.layout, 4 * needed.size);
  }, () => tidy(() => void noGrad(() => model.forward(images))));
  expect(saved.size).toBe(16);
  const tape = [...saved.values()].reduce((sum, bytes) => sum + bytes, 0);
  await run(step, 2);
  const { heap } = started.device, idle = heap.statistics.usedBytes;
  heap.resetPeak();
  await run(step, 1);
  expect((heap.statistics.peakBytes - idle) / tape).toBeLessThanOrEqual(1.3);
});
