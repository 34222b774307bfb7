import { type Layer, noGrad, observe, type Tensor, tidy } from "@convoke/core";
import { parameters } from "@convoke/nn";
import { confusionMatrix, featureMapGrid, kernelGrid, lineChart } from "@convoke/plot";
import type { Data } from "./data.js";
import type { Evaluation } from "./evaluate.js";
import type { History } from "./history.js";
import type { RunFolder } from "./run-folder.js";

/** The curves of the run so far: `loss.svg` and `accuracy.svg`. */
export async function drawCurves(folder: RunFolder, { points, epochs }: History): Promise<void> {
  const xLabel = "epochs done";
  const loss = lineChart({
    title: "Loss: how wrong the network is",
    xLabel,
    yLabel: "mean cross-entropy",
    series: [
      { name: "training, while learning", points: points.map((point) => [point.epoch, point.loss] as const) },
      { name: "validation, after each epoch", points: epochs.flatMap(({ epoch, valLoss }) => (valLoss === null ? [] : [[epoch, valLoss] as const])) },
    ],
  });
  const accuracy = lineChart({
    title: "Accuracy: the share it gets right",
    xLabel,
    yLabel: "accuracy, %",
    series: [
      { name: "training, while learning", points: points.map((point) => [point.epoch, 100 * point.accuracy] as const) },
      { name: "validation, after each epoch", points: epochs.flatMap(({ epoch, valAccuracy }) => (valAccuracy === null ? [] : [[epoch, 100 * valAccuracy] as const])) },
    ],
  });
  await folder.write("loss.svg", loss, "how wrong it was on the way (loss)");
  await folder.write("accuracy.svg", accuracy, "how often it was right on the way (accuracy)");
}

/** `confusion.svg`: which digits the network takes for which. */
export async function drawConfusion(folder: RunFolder, { confusion }: Evaluation): Promise<void> {
  const labels = confusion.map((_, digit) => String(digit));
  const svg = confusionMatrix({ title: "Test images: true digit and prediction", labels, matrix: confusion });
  await folder.write("confusion.svg", svg, "which digits it takes for which, on the test images");
}

/** `kernels.png`: what each kernel of the first convolution, or each unit of the first linear layer, looks for. */
export async function drawKernels(folder: RunFolder, model: Layer): Promise<void> {
  const weight = parameters(model)[0]!;
  const data = await floats(weight);
  const [units] = weight.shape as [number];
  const png = weight.shape.length === 4
    ? await kernelGrid(data, weight.shape)
    : await kernelGrid(data, [units, 1, 28, 28], { titles: Array.from({ length: units }, (_, unit) => `unit ${unit}`) });   // a weight a pixel
  await folder.write("kernels.png", png, "what the first layer looks for: red likes ink, blue not");
}

/** `digit.png`, the first test image, and `feature-maps-N.png`, what the N-th convolution makes of it after its ReLU. */
export async function drawFeatureMaps(folder: RunFolder, model: Layer, { test }: Data): Promise<void> {
  const { image, label } = test.get(0);
  await folder.write("digit.png", await featureMapGrid(Float32Array.from(image), [1, 28, 28], { titles: [`a ${label}`] }), `a test image: a ${label}`);
  for (const [i, maps] of featureMaps(model, test.batch([0]).images).entries()) {
    const png = await featureMapGrid(await floats(maps), maps.shape.slice(1), { columns: 8 });                              // [1, C, H, W] → C maps
    await folder.write(`feature-maps-${i + 1}.png`, png, `where convolution ${i + 1} finds its features in that ${label}`);
  }
}

/** The output of every ReLU behind a convolution, [N, C, H, W] each. */
function featureMaps(model: Layer, images: Tensor): Tensor[] {
  return tidy(() => noGrad(() => {
    const found: Tensor[] = [];
    observe(({ name, output }) => {
      if (name === "relu" && output.shape.length === 4) found.push(output);
    }, () => model.forward(images));
    return found;
  }));
}

async function floats(tensor: Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}
