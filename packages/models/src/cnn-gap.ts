import { type Layer, mean, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/**
 * Three convolutions and the mean of each feature map (global average pooling): where in the picture a feature was found no longer counts.
 *
 * 19,162 parameters.
 *
 * **Shapes**: [N, 1, 28, 28] → [N, 10].
 *
 * @example
 * new CnnGap().forward(rand([64, 1, 28, 28])); // [64, 10]
 */
export class CnnGap implements Layer {
  static readonly name = "CnnGap";
  readonly convLayers = new Sequential(
    new Conv2d(1, 16, 3, 1, 1),                // [N, 16, 28, 28]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 16, 14, 14]
    new Conv2d(16, 32, 3, 1, 1),               // [N, 32, 14, 14]
    new ReLU(),
    new MaxPool2d(2),                          // [N, 32, 7, 7]
    new Conv2d(32, 48, 3, 1, 1),               // [N, 48, 7, 7]
    new ReLU(),
  );
  readonly fcLayers = new Sequential(new Linear(48, 10));

  forward(input: Tensor): Tensor {
    const features = this.convLayers.forward(input);
    return this.fcLayers.forward(mean(features, [2, 3]));       // [N, 48] → [N, 10]
  }
}
