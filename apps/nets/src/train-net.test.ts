import { workerThreads } from "@convoke/backend-worker-threads";
import { setBackend } from "@convoke/core";
import { ImageDataset } from "@convoke/data";
import { expect, test, vi } from "vitest";
import { type MadeNet, makeNet } from "./make-net.js";
import { nets } from "./nets.js";
import type { Progress } from "./train-net.js";

vi.setConfig({ testTimeout: 60_000 });

/** Images of class c are noise with a bright column c. */
function columns(length: number): ImageDataset {
  const labels = Uint8Array.from({ length }, (_, i) => i % 10);
  const images = Uint8Array.from({ length: 784 * length }, (_, at) => (at % 28 === 2 * labels[Math.floor(at / 784)]! ? 255 : (at * 7919) % 97));
  return new ImageDataset(images, labels, { height: 28, width: 28, mean: 0.2, std: 0.2 });
}

const tiny = { ...nets["lenet-mnist"]!, epochs: 2, batchSize: 16 };
const images = { train: columns(400), test: columns(500) };

async function make(threads: number, net = tiny): Promise<MadeNet & { readonly progress: readonly Progress[] }> {
  const backend = await workerThreads({ deterministic: true, threads });
  setBackend(backend);
  const progress: Progress[] = [];
  const made = await makeNet("lenet-mnist", net, images, (step) => progress.push(step));
  await backend.dispose();
  return { ...made, progress };
}

test("a net learns, and says how far it is", async () => {
  const { testAccuracy, progress } = await make(1);
  expect(testAccuracy).toBeGreaterThan(0.95);
  expect(progress.map(({ done }) => done)).toEqual([0.5, 1]);          // 2 epochs of 25 steps
  expect(progress[1]!.loss).toBeLessThan(progress[0]!.loss);
});

test("the bytes depend on the recipe only, not on the number of threads", async () => {
  const short = { ...tiny, epochs: 1 };
  const [one, two, none] = [await make(1, short), await make(2, short), await make(0, short)];
  expect(two.bytes).toEqual(one.bytes);
  expect(none.bytes).toEqual(one.bytes);
  expect((await make(1, { ...short, seed: 2 })).bytes).not.toEqual(one.bytes);
});
