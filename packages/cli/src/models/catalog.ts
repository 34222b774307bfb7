import type { Layer } from "@convoke/core";
import type { Preset } from "../train/settings.js";

/** [channels, height, width] */
export type InputShape = readonly [number, number, number];

export interface CatalogEntry extends Preset {
  /** Loads the package of the models when one is asked for. */
  readonly make: (classes: number) => Promise<Layer>;
  /** Of the images that it was made for. */
  readonly input: InputShape;
  /** How many classes it tells apart; null is as many as there are. */
  readonly classes: number | null;
}

const models = (): Promise<typeof import("@convoke/models")> => import("@convoke/models");
const grey: InputShape = [1, 28, 28];
const whole = { limit: 0, valSize: null };

/** The networks that MODEL may name. */
export const catalog = {
  cnn: { make: async () => new (await models()).SlidesCnn(), about: "two convolutions and two linear layers: the slides' network", input: grey, classes: 10, epochs: 1, batchSize: 32, ...whole },
  mlp: { make: async (classes) => new (await models()).PyTorchMLP(784, classes), about: "three linear layers, no convolution: the slides' other network", input: grey, classes: null, epochs: 3, batchSize: 64, ...whole },
  lenet: { make: async () => new (await models()).LeNet(), about: "two convolutions of 5 × 5 and one linear layer", input: grey, classes: 10, epochs: 3, batchSize: 64, ...whole },
  "cnn-gap": { make: async () => new (await models()).CnnGap(), about: "three convolutions and a global mean, for images that move", input: grey, classes: 10, epochs: 3, batchSize: 32, ...whole },
  "fashion-cnn": { make: async () => new (await models()).FashionCnn(), about: "a small network for Fashion-MNIST", input: grey, classes: 10, epochs: 3, batchSize: 64, ...whole },
  "pytorch-cnn": { make: async (classes) => new (await models()).PyTorchCNN(classes), about: "the slides' network for colour images of 64 × 64", input: [3, 64, 64], classes: null, epochs: 10, batchSize: 32, ...whole },
  googlenet: { make: async (classes) => new (await models()).GoogLeNet(classes), about: "nine inception blocks, for photos of 224 × 224", input: [3, 224, 224], classes: null, epochs: 10, batchSize: 16, ...whole },
} satisfies Record<string, CatalogEntry>;
