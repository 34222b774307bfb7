import type { Layer } from "@convoke/core";
import type { Preset } from "@convoke/cli";
import { CnnGap, PyTorchMLP, SlidesCnn } from "@convoke/models";

/** What `--model` may name. */
export const presets = {
  mlp: { make: () => new PyTorchMLP(784, 10), about: "the slides' network without convolutions", epochs: 10, batchSize: 64, limit: 20_000, valSize: 5_000 },
  cnn: { make: () => new SlidesCnn(), about: "the slides' convolutional network", epochs: 1, batchSize: 32, limit: 0, valSize: 5_000 },
  "cnn-gap": { make: () => new CnnGap(), about: "convolutions and a global mean, for digits that move", epochs: 2, batchSize: 32, limit: 20_000, valSize: 5_000 },
} satisfies Record<string, Preset & { readonly make: () => Layer }>;
