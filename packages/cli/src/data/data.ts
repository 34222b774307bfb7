import type { Dataset, ImageBatch, Recipe } from "@convoke/data";

/** How the help describes what `--data` takes. */
export const dataAbout = "mnist, fashion, a folder of four IDX files, or a folder with one folder of images for each class";

/** Images with a class each. */
export type Images = Dataset<{ readonly label: number }, ImageBatch>;

/** Of each channel; what the network sees is (pixel / 255 − mean) / std. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What is done to an image before the network sees it. */
export interface Preprocessing extends Normalization {
  /** From a decoded image of any size to a tensor: `transformFrom(recipe)`. */
  readonly recipe: Recipe;
}

export interface Data {
  /** What it is, in words. */
  readonly title: string;
  /** What one image is called. */
  readonly noun: string;
  readonly classes: readonly string[];
  /** [channels, height, width] of every image. */
  readonly shape: readonly [number, number, number];
  readonly train: Images;
  /** Set aside: it shows after every epoch how well the network does on images that it does not learn from. */
  readonly val: Images;
  readonly test: Images;
  /** Training images that there were to choose from. */
  readonly available: number;
  readonly preprocessing: Preprocessing;
  /** SHA-256 of the files; none for a folder of images. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** How the training images are dealt out. */
export interface Split {
  /** Training images at most; 0 is all. */
  readonly limit: number;
  /** null: a tenth, but at most 5,000. */
  readonly valSize: number | null;
  readonly seed: number;
  /** As the weights were trained with; absent is what suits the data. */
  readonly normalization?: Normalization;
}
