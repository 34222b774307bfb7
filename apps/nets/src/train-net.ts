import { crossEntropy, type Layer, manualSeed, tidy } from "@convoke/core";
import { DataLoader, type Dataset, type ImageBatch, type ImageSample } from "@convoke/data";
import { makeModel } from "@convoke/models";
import { parameters, train } from "@convoke/nn";
import { SGD } from "@convoke/optim";
import type { Net } from "./nets.js";

export interface Progress {
  /** 0 … 1 */
  readonly done: number;
  /** Mean cross-entropy of the last batch. */
  readonly loss: number;
}

/** How many steps pass before the loss is waited for. */
const stepsPerReport = 25;

/** Trains from random weights; nothing but the recipe and the images decides the result. */
export async function trainNet(net: Net, images: Dataset<ImageSample, ImageBatch>, onProgress: (progress: Progress) => void): Promise<Layer> {
  const { epochs, batchSize, lr, seed } = net;
  manualSeed(seed);
  const model = makeModel(net.model);
  train(model);
  const loader = new DataLoader(images, { batchSize, shuffle: true, seed });
  const optimizer = new SGD(parameters(model), { lr, momentum: 0.9 });
  const steps = epochs * loader.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const batch of loader) {
      for (const group of optimizer.groups) group.lr = lr * (1 - step / steps);
      const loss = tidy(() => {
        optimizer.zeroGrad();
        const meanLoss = crossEntropy(model.forward(batch.images), batch.labels);
        meanLoss.backward();
        optimizer.step();
        return meanLoss;
      });
      step++;
      if (step % stepsPerReport === 0 || step === steps) onProgress({ done: step / steps, loss: await loss.item() });
      for (const tensor of [batch.images, batch.labels, loss]) tensor.dispose();
    }
  }
  return model;
}
