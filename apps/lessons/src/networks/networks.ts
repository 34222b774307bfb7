import type { Layer } from "convoke";
import type { NetworkName } from "./recipes.js";

/** A network that this run has trained. */
export interface Network {
  readonly model: Layer;
  /** What it learnt from: how many images, how many times. */
  readonly images: number;
  readonly epochs: number;
  /** The share of training images that it classified right while it learnt, epoch by epoch. */
  readonly accuracies: readonly number[];
}

/** The networks of the lessons; each is trained once a run, when the first lesson asks for it. */
export interface Networks {
  /** Fewer images and steps; bounds that need a good network are not checked. */
  readonly quick: boolean;
  get(name: NetworkName): Promise<Network>;
}
