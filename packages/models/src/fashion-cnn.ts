import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/**
 * The slides' CNN without its hidden linear layer, small enough to travel: for Fashion-MNIST.
 *
 * 20,490 parameters.
 *
 * **Shapes**: [N, 1, 28, 28] → [N, 10].
 *
 * @example
 * new FashionCnn().forward(rand([64, 1, 28, 28])); // [64, 10]
 */
export class FashionCnn implements Layer {
  static readonly name = "FashionCnn";
  readonly convLayers = new Sequential(
    new Conv2d(1, 16, 3, 1, 1),                // [N, 16, 28, 28]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 16, 14, 14]
    new Conv2d(16, 32, 3, 1, 1),               // [N, 32, 14, 14]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 32, 7, 7]
  );
  readonly fcLayers = new Sequential(new Linear(32 * 7 * 7, 10));

  forward(input: Tensor): Tensor {
    const features = this.convLayers.forward(input);
    return this.fcLayers.forward(flatten(features, 1));         // [N, 1568] → [N, 10]
  }
}
