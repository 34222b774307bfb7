import { Generator } from "@convoke/core";
import { initialState } from "../models/initial-state.js";
import { flopOf, type Model } from "../models/model.js";
import { slidesCnn } from "../models/slides-cnn.js";
import { smallResnet } from "../models/small-resnet.js";
import type { EpochWorkload, Row, TrainingWorkload } from "../workload.js";
import { randomValues } from "./random-values.js";

interface TrainingRow extends Row {
  workload(): TrainingWorkload;
}

/** Some hundred steps: until then engines compile the code that builds and walks the tape. */
const warmUp = 10_000;

function trainingRow(id: string, about: string, model: Model, batch: number, channels: number, size: number): TrainingRow {
  const { forward, first } = flopOf(model, size);
  return {
    id, about, rounds: 20, warmUp,
    work: { unit: "GFLOP/s", amount: batch * (3 * forward - first) },     // backward costs the same twice, but for the images
    workload() {
      const generator = new Generator(2);
      return {
        kind: "trainingStep", model, lr: 0.1,
        images: randomValues(generator, [batch, channels, size, size]),
        labels: generator.integers(0, 10, batch),
        state: initialState(generator, model),
      };
    },
  };
}

export const slidesCnnRow = trainingRow("train/slides-cnn", "one step of SGD, the slides' CNN, batch 64", slidesCnn, 64, 1, 28);
export const smallResnetRow = trainingRow("train/small-resnet", "one step of SGD, ResNet-8 with batch norm, 32×32, batch 32", smallResnet, 32, 3, 32);

export const epochRow = {
  id: "epoch/mnist",
  about: "the slides' CNN over 60,000 images of MNIST, then 10,000 test images",
  work: { unit: "images/s", amount: 60_000 },
  rounds: 1,
  onRequest: true,
  workload: (): EpochWorkload => ({ kind: "epoch", model: slidesCnn, state: initialState(new Generator(2), slidesCnn), batchSize: 64, lr: 0.05 }),
} satisfies Row;
