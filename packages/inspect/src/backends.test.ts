import { cpu } from "@convoke/backend-cpu";
import { workerThreads } from "@convoke/backend-worker-threads";
import { Generator, memory, rand, setBackend, type Tensor } from "@convoke/core";
import { BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, moveLayer, ReLU, Sequential } from "@convoke/nn";
import { expect, test } from "vitest";
import {
  classVotes, gradCam, integratedGradients, maximizeActivation, occlusion, readFeatureMaps, saliency, summary, topActivatingPatches, zeroedByReLU,
} from "./index.js";

setBackend(cpu());

const generator = new Generator(3);
const model = new Sequential({
  conv1: new Conv2d(3, 4, 3, { padding: 1, generator }), norm: new BatchNorm2d(4), relu1: new ReLU(), pool: new MaxPool2d(2),
  conv2: new Conv2d(4, 6, 3, { generator }), relu2: new ReLU(), flatten: new Flatten(), fc: new Linear(6 * 4 * 4, 5, { generator }),
});
const images = rand([6, 3, 12, 12], { generator });

/** Everything that runs a model, as numbers. */
async function lookAt(batch: Tensor): Promise<Record<string, number[]>> {
  const image = batch.slice([0, 1]);
  const patches = await topActivatingPatches(model, "conv2", batch, { count: 2, batchSize: 4 });
  const found = {
    summary: [summary(model, [1, 3, 12, 12]).totals.macs],
    readFeatureMaps: [...(await readFeatureMaps(model, batch, { layers: ["pool"] }))["pool"]!.data],
    zeroedByReLU: (await zeroedByReLU(model, batch)).map(({ share }) => share),
    classVotes: [...(await classVotes(model, image)).votes],
    saliency: [...(await saliency(model, image)).data],
    integratedGradients: [...(await integratedGradients(model, image, { steps: 7, batchSize: 3 })).data],
    gradCam: [...(await gradCam(model, image, "relu2")).data],
    occlusion: [...(await occlusion(model, image)).data],
    topActivatingPatches: patches.flatMap((each) => each.patches.flatMap(({ value, data }) => [value, ...data])),
    maximizeActivation: [...(await maximizeActivation(model, [1, 3, 12, 12], 2, { steps: 6, generator: new Generator(5) })).data],
  };
  image.dispose();
  return found;
}

test("worker-threads finds what cpu finds, and keeps nothing", async () => {
  const expected = await lookAt(images);
  const backend = await workerThreads({ threads: 2 });
  await moveLayer(model, backend);
  const moved = await images.to(backend);
  const before = memory();
  const found = await lookAt(moved);
  expect(memory()).toEqual(before);
  for (const [name, values] of Object.entries(expected)) {
    expect(found[name]!.length, name).toBe(values.length);
    expect(Math.max(...values.map((value, at) => Math.abs(value - found[name]![at]!))), name).toBeLessThan(1e-4);
  }
  moved.dispose();
  await backend.dispose();
});
