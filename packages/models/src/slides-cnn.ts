import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/**
 * Two convolutions that find features, two linear layers that vote on them: the slides' CNN for MNIST.
 *
 * 206,922 parameters.
 *
 * **Shapes**: [N, 1, 28, 28] → [N, 10].
 *
 * @example
 * new SlidesCnn().forward(rand([64, 1, 28, 28])); // [64, 10]
 */
export class SlidesCnn implements Layer {
  static readonly name = "SlidesCnn";
  readonly convLayers = new Sequential(
    new Conv2d(1, 16, 3, 1, 1),                // [N, 16, 28, 28]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 16, 14, 14]
    new Conv2d(16, 32, 3, 1, 1),               // [N, 32, 14, 14]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 32, 7, 7]
  );
  readonly fcLayers = new Sequential(
    new Linear(32 * 7 * 7, 128),
    new ReLU(),
    new Linear(128, 10),
  );

  forward(input: Tensor): Tensor {
    const features = this.convLayers.forward(input);
    return this.fcLayers.forward(flatten(features, 1));         // [N, 1568] → [N, 10]
  }
}
