import { argmax, crossEntropy, data, eq, type Layer, manualSeed, nn, optim, sum, tidy } from "convoke";
import type { Network } from "./networks.js";

const [batchSize, lr, seed] = [64, 2e-3, 1];

/** Trains a network on all of `dataset`, `epochs` times; the same recipe gives the same weights. */
export async function trainNetwork(make: () => Layer, dataset: data.Dataset<data.ImageSample, data.ImageBatch>, epochs: number, onStep: (share: number) => void): Promise<Network> {
  manualSeed(seed);
  const model = make();
  nn.train(model);
  const optimizer = new optim.Adam(nn.parameters(model), { lr });
  const loader = new data.DataLoader(dataset, { batchSize, shuffle: true, seed });
  const accuracies: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let [step, correct] = [0, 0];
    for (const { images, labels } of loader) {
      const right = tidy(() => {
        optimizer.zeroGrad();
        const output = model.forward(images);                    // [B, 1, 28, 28] → [B, 10]
        crossEntropy(output, labels).backward();
        optimizer.step();
        return sum(eq(argmax(output, 1), labels));
      });
      correct += await right.item();
      for (const tensor of [images, labels, right]) tensor.dispose();
      step++;
      onStep((epoch + step / loader.length) / epochs);
    }
    accuracies.push(correct / dataset.length);
  }
  nn.evaluate(model);
  return { model, images: dataset.length, epochs, accuracies };
}
