import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/**
 * A network for colour images of 64 × 64: the slides' class of this name, line by line.
 *
 * The slides leave its convolutions open (`nn.Conv2d(...)`); 3×3 with 12 and 24 channels give the 24 · 16 · 16 features that they name.
 *
 * **Shapes**: [N, 3, 64, 64] → [N, numClasses].
 *
 * @example
 * new PyTorchCNN(10).forward(rand([8, 3, 64, 64])); // [8, 10]
 */
export class PyTorchCNN implements Layer {
  static readonly name = "PyTorchCNN";
  readonly convLayers: Sequential;
  readonly fcLayers: Sequential;

  constructor(numClasses: number) {
    this.convLayers = new Sequential(
      new Conv2d(3, 12, 3, 1, 1),              // [N, 12, 64, 64]
      new MaxPool2d(2),                        // [N, 12, 32, 32]
      new Conv2d(12, 24, 3, 1, 1),             // [N, 24, 32, 32]
      new MaxPool2d(2),                        // [N, 24, 16, 16]
    );
    this.fcLayers = new Sequential(
      new Linear(24 * 16 * 16, 256),
      new ReLU(),
      new Linear(256, 128),
      new ReLU(),
      new Linear(128, numClasses),
    );
  }

  forward(input: Tensor): Tensor {
    const features = this.convLayers.forward(input);
    return this.fcLayers.forward(flatten(features, 1));         // [N, 6144] → [N, numClasses]
  }
}
