import { cat, type Layer, type Tensor } from "@convoke/core";
import { Conv2d, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/** Output channels of each convolution; `reduce` ones are 1×1 and stand before the larger ones. Names of the paper's table 1. */
export interface InceptionChannels {
  readonly conv1x1: number;
  readonly reduce3x3: number;
  readonly conv3x3: number;
  readonly reduce5x5: number;
  readonly conv5x5: number;
  /** Of the 1×1 convolution behind the 3×3 max-pool. */
  readonly poolProj: number;
}

/**
 * Four views of the same input side by side: 1×1, 3×3, 5×5 and the greatest of 3×3. The 1×1 convolutions keep the larger ones affordable. Szegedy et al., 2015.
 *
 * **Shapes**: [N, inChannels, H, W] → [N, conv1x1 + conv3x3 + conv5x5 + poolProj, H, W]. Keys: branch1 … branch4, as in torchvision.
 *
 * @example
 * const block = new Inception(192, { conv1x1: 64, reduce3x3: 96, conv3x3: 128, reduce5x5: 16, conv5x5: 32, poolProj: 32 });
 * block.forward(rand([1, 192, 28, 28])); // [1, 256, 28, 28]
 */
export class Inception implements Layer {
  static readonly name = "Inception";
  readonly branch1: Sequential;
  readonly branch2: Sequential;
  readonly branch3: Sequential;
  readonly branch4: Sequential;

  constructor(inChannels: number, { conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, poolProj }: InceptionChannels) {
    this.branch1 = new Sequential(new Conv2d(inChannels, conv1x1, 1), new ReLU());
    this.branch2 = new Sequential(new Conv2d(inChannels, reduce3x3, 1), new ReLU(), new Conv2d(reduce3x3, conv3x3, 3, 1, 1), new ReLU());
    this.branch3 = new Sequential(new Conv2d(inChannels, reduce5x5, 1), new ReLU(), new Conv2d(reduce5x5, conv5x5, 5, 1, 2), new ReLU());
    this.branch4 = new Sequential(new MaxPool2d(3, 1, 1), new Conv2d(inChannels, poolProj, 1), new ReLU());
  }

  forward(input: Tensor): Tensor {
    return cat([this.branch1, this.branch2, this.branch3, this.branch4].map((branch) => branch.forward(input)), 1);
  }
}
