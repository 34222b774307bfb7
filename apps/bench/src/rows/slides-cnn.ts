import { Generator } from "@convoke/core";
import type { Row, Values } from "../workload.js";
import { randomValues } from "./random-values.js";

const batch = 64;

// Conv2d(1, 16, 3, 1, 1) ReLU MaxPool2d(2) Conv2d(16, 32, 3, 1, 1) ReLU MaxPool2d(2) Flatten Linear(1568, 128) ReLU Linear(128, 10)
const weightShapes: Readonly<Record<string, readonly number[]>> = {
  0: [16, 1, 3, 3],
  3: [32, 16, 3, 3],
  7: [128, 1568],
  9: [10, 128],
};

// Outputs × inputs of each layer; backward costs the same twice, but for the images, which need no gradient.
const layerFlop = [28 * 28 * 16 * 9, 14 * 14 * 32 * 16 * 9, 1568 * 128, 128 * 10].map((products) => 2 * batch * products);
const flop = layerFlop.reduce((total, layer) => total + 3 * layer, 0) - layerFlop[0]!;

/** PyTorch's initial distribution: uniform within 1 / √fan-in. */
function initialState(generator: Generator): Record<string, Values> {
  const state: Record<string, Values> = {};
  for (const [layer, shape] of Object.entries(weightShapes)) {
    const [outputs, ...inputs] = shape as [number, ...number[]];
    const bound = 1 / Math.sqrt(inputs.reduce((product, length) => product * length, 1));
    state[`${layer}.weight`] = randomValues(generator, shape, bound);
    state[`${layer}.bias`] = randomValues(generator, [outputs], bound);
  }
  return state;
}

/** One training step of the slides' CNN. */
export const slidesCnnRow = {
  id: "train/slides-cnn",
  flop,
  workload() {
    const generator = new Generator(2);
    return {
      kind: "trainingStep",
      images: randomValues(generator, [batch, 1, 28, 28]),
      labels: generator.integers(0, 10, batch),
      state: initialState(generator),
      lr: 0.1,
    };
  },
} satisfies Row;
