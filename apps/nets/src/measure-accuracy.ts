import { argmax, eq, type Layer, noGrad, sum, tidy } from "@convoke/core";
import { DataLoader, type Dataset, type ImageBatch, type ImageSample } from "@convoke/data";
import { evaluate } from "@convoke/nn";

/** The share of the images that the model classifies right, 0 … 1. */
export async function measureAccuracy(model: Layer, images: Dataset<ImageSample, ImageBatch>): Promise<number> {
  evaluate(model);
  let right = 0;
  for (const batch of new DataLoader(images, { batchSize: 500 })) {
    const correct = tidy(() => noGrad(() => sum(eq(argmax(model.forward(batch.images), 1), batch.labels))));
    right += await correct.item();
    for (const tensor of [batch.images, batch.labels, correct]) tensor.dispose();
  }
  return right / images.length;
}
