import { argmax, crossEntropy, eq, manualSeed, noGrad, tidy } from "@convoke/core";
import { DataLoader, type ImageBatch, type ImageDataset } from "@convoke/data";
import { SlidesCnn } from "@convoke/models";
import { parameters } from "@convoke/nn";
import { SGD } from "@convoke/optim";
import { unpackDigits } from "./digits.js";
import type { Job, JobContext } from "./job.js";

const batchSize = 32;
const seed = 1;

/** Trains the slides' CNN on the current backend, from the same seed on the same batches wherever it runs, then counts the held-out digits that it gets right. */
export async function train({ steps, digits }: Job & { readonly kind: "train" }, { tell, isStopped }: JobContext): Promise<void> {
  const { train, heldOut } = await unpackDigits(digits);
  manualSeed(seed);
  const model = new SlidesCnn();
  const optimizer = new SGD(parameters(model), { lr: 0.02, momentum: 0.9 });
  const batches = endless(new DataLoader(train, { batchSize, shuffle: true, dropLast: true, seed }));
  for (let step = 0; step < steps && !isStopped(); step++) {
    const start = performance.now();
    const { images, labels } = batches.next().value;
    const loss = tidy(() => {
      optimizer.zeroGrad();
      const value = crossEntropy(model.forward(images), labels);
      value.backward();
      optimizer.step();
      return value.detach();
    });
    const value = await loss.item();
    tell({ type: "step", loss: value, milliseconds: performance.now() - start });
    for (const tensor of [images, labels, loss]) tensor.dispose();
    await nextTask();
  }
  if (!isStopped()) await countRight(model, heldOut, { tell, isStopped });
}

async function countRight(model: SlidesCnn, digits: ImageDataset, { tell, isStopped }: JobContext): Promise<void> {
  let right = 0;
  for (const { images, labels } of new DataLoader(digits, { batchSize: 100 })) {
    if (isStopped()) return;
    const count = tidy(() => noGrad(() => eq(argmax(model.forward(images), 1), labels).sum()));
    right += await count.item();
    for (const tensor of [images, labels, count]) tensor.dispose();
    await nextTask();
  }
  tell({ type: "accuracy", right, total: digits.length });
}

/** One epoch after the other. */
function* endless(loader: Iterable<ImageBatch>): Generator<ImageBatch, never> {
  for (;;) yield* loader;
}

/** Lets a page paint, and a click through. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
