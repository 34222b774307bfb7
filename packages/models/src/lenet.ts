import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/**
 * Convolutions of 5 × 5 with 8 and 16 kernels, and one linear layer: the smallest network here, after LeNet-5 (LeCun et al., 1998).
 *
 * 5,994 parameters.
 *
 * **Shapes**: [N, 1, 28, 28] → [N, 10].
 *
 * @example
 * new LeNet().forward(rand([64, 1, 28, 28])); // [64, 10]
 */
export class LeNet implements Layer {
  static readonly name = "LeNet";
  readonly convLayers = new Sequential(
    new Conv2d(1, 8, 5),                       // [N, 8, 24, 24]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 8, 12, 12]
    new Conv2d(8, 16, 5),                      // [N, 16, 8, 8]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 16, 4, 4]
  );
  readonly fcLayers = new Sequential(new Linear(16 * 4 * 4, 10));

  forward(input: Tensor): Tensor {
    const features = this.convLayers.forward(input);
    return this.fcLayers.forward(flatten(features, 1));         // [N, 256] → [N, 10]
  }
}
