import { argmax, data, eq, type Layer, noGrad, softmax, sum, type Tensor, tidy } from "convoke";

/** The share that the model classifies right, 0 … 1. */
export async function accuracy(model: Layer, dataset: data.Dataset<data.ImageSample, data.ImageBatch>): Promise<number> {
  let correct = 0;
  for (const { images, labels } of new data.DataLoader(dataset, { batchSize: 500 })) {
    const right = tidy(() => noGrad(() => sum(eq(argmax(model.forward(images), 1), labels))));
    correct += await right.item();
    for (const tensor of [images, labels, right]) tensor.dispose();
  }
  return correct / dataset.length;
}

/** What the model makes of images [N, 1, 28, 28]: ten probabilities each. */
export async function probabilities(model: Layer, images: Tensor): Promise<number[][]> {
  return (await noGrad(() => softmax(model.forward(images), 1)).toArray()) as number[][];
}
