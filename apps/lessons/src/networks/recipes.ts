import { type Layer, models, nn } from "convoke";

/** How a network comes about. */
export interface Recipe {
  readonly make: () => Layer;
  /** The first so many training images. */
  readonly images: number;
  readonly epochs: number;
  /** Their pixels in another order, the same for all. */
  readonly permuted?: true;
}

/** One hidden layer of 128. */
const mlp = (): Layer => new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 128), new nn.ReLU(), new nn.Linear(128, 10));
const slidesMlp = (): Layer => new models.PyTorchMLP(784, 10);
const lenet = (): Layer => new models.LeNet();
const pooled = (): Layer => new models.CnnGap();
const slidesCnn = (): Layer => new models.SlidesCnn();

/** All learn with Adam, 2e-3, batches of 64. */
export const recipes = {
  slidesMlp: { make: slidesMlp, images: 55_000, epochs: 3 },               // the other 5,000 validate
  mlp: { make: mlp, images: 60_000, epochs: 3 },
  lenet: { make: lenet, images: 60_000, epochs: 3 },
  pooled: { make: pooled, images: 60_000, epochs: 3 },
  slidesCnn: { make: slidesCnn, images: 60_000, epochs: 3 },
  "1,000: slidesMlp": { make: slidesMlp, images: 1_000, epochs: 25 },
  "1,000: slidesCnn": { make: slidesCnn, images: 1_000, epochs: 25 },
  "in order: mlp": { make: mlp, images: 12_000, epochs: 3 },
  "in order: lenet": { make: lenet, images: 12_000, epochs: 3 },
  "in order: pooled": { make: pooled, images: 12_000, epochs: 3 },
  "permuted: mlp": { make: mlp, images: 12_000, epochs: 3, permuted: true },
  "permuted: lenet": { make: lenet, images: 12_000, epochs: 3, permuted: true },
  "permuted: pooled": { make: pooled, images: 12_000, epochs: 3, permuted: true },
} satisfies Record<string, Recipe>;

export type NetworkName = keyof typeof recipes;
