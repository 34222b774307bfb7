import type { ModelName } from "@convoke/models";
import type { DataSetName } from "./data-sets.js";

/** How a network is made. The same recipe gives the same bytes, on every machine and for every number of threads. */
export interface Net {
  readonly model: ModelName;
  readonly data: DataSetName;
  readonly epochs: number;
  readonly batchSize: number;
  /** At the start; it falls to 0 in a straight line. */
  readonly lr: number;
  readonly seed: number;
  /** The share of the test images that it must classify right. */
  readonly least: number;
  /** Where the file lies, from the root of the repository. */
  readonly file: string;
}

const recipe = { batchSize: 64, lr: 0.05, seed: 1 } as const;

/** What `--only` may name. */
export const nets: Readonly<Record<string, Net>> = {
  "lenet-mnist": { ...recipe, model: "lenet", data: "mnist", epochs: 4, least: 0.985, file: "packages/models/pretrained/lenet-mnist.safetensors" },
  "cnn-gap-mnist": { ...recipe, model: "cnn-gap", data: "mnist", epochs: 3, least: 0.975, file: "packages/models/pretrained/cnn-gap-mnist.safetensors" },
  "cnn-fashion-mnist": { ...recipe, model: "fashion-cnn", data: "fashion-mnist", epochs: 4, least: 0.9, file: "packages/models/pretrained/cnn-fashion-mnist.safetensors" },
  "slides-cnn-mnist": { ...recipe, model: "cnn", data: "mnist", epochs: 2, least: 0.985, file: "apps/lessons/weights/slides-cnn-mnist.safetensors" },
};
