import { type Layer, noGrad, observe, type Tensor, tidy } from "@convoke/core";
import { DataLoader, type ImageBatch } from "@convoke/data";
import { parameters } from "@convoke/nn";
import { confusionMatrix, featureMapGrid, kernelGrid, lineChart } from "@convoke/plot";
import type { Data } from "../data/data.js";
import { firstOf } from "../data/split-images.js";
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

/** `confusion.svg`: which classes the network takes for which. */
export async function drawConfusion(folder: RunFolder, { confusion }: Pick<Evaluation, "confusion">, { classes, noun }: Pick<Data, "classes" | "noun">): Promise<void> {
  const [one, many] = noun === "image" ? ["class", "classes"] : [noun, `${noun}s`];
  const svg = confusionMatrix({ title: `Test images: true ${one} and prediction`, labels: [...classes], matrix: confusion });
  await folder.write("confusion.svg", svg, `which ${many} it takes for which, on the test images`);
}

/** `kernels.png`: what each kernel of the first convolution, or each unit of the first linear layer, looks for. */
export async function drawKernels(folder: RunFolder, model: Layer, { shape: [channels, height, width] }: Data): Promise<void> {
  const weight = parameters(model)[0];
  const [units, inputs] = weight?.shape ?? [];
  const isLinear = weight?.shape.length === 2 && inputs === channels * height * width;
  if (weight === undefined || units === undefined || !(isLinear || weight.shape.length === 4)) return;
  const data = await floats(weight);
  const png = isLinear
    ? await kernelGrid(data, [units, channels, height, width], channels > 1 ? {} : { titles: Array.from({ length: units }, (_, unit) => `unit ${unit}`) })   // a weight a pixel
    : await kernelGrid(data, weight.shape);
  await folder.write("kernels.png", png, "what the first layer seeks: red likes ink, blue not");
}

/** `digit.png`, the first test image, and `feature-maps-N.png`, what the N-th convolution makes of it after its ReLU. */
export async function drawFeatureMaps(folder: RunFolder, model: Layer, { test, classes, noun, shape, preprocessing: { mean, std } }: Data): Promise<void> {
  const [batch] = new DataLoader(firstOf(test, 1), { batchSize: 1 });
  const { images, labels } = batch as ImageBatch;
  const label = classes[await labels.item()]!;
  const size = shape[1] * shape[2];
  const pixels = (await floats(images)).map((value, i) => Math.round(255 * (value * std[Math.floor(i / size)]! + mean[Math.floor(i / size)]!)));
  const titles = shape[0] === 1 ? [`a ${label}`] : ["red", "green", "blue"];
  await folder.write(`${noun}.png`, await featureMapGrid(pixels, shape, { titles }), `a test image: a ${label}`);
  for (const [i, maps] of featureMaps(model, images).slice(0, mostFeatureMaps).entries()) {
    const png = await featureMapGrid(await floats(maps), maps.shape.slice(1), { columns: 8 });                              // [1, C, H, W] → C maps
    await folder.write(`feature-maps-${i + 1}.png`, png, `where convolution ${i + 1} finds its features in that ${label}`);
  }
}

/** Of a deep network only the first are drawn. */
const mostFeatureMaps = 6;

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
