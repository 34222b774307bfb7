import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Linear, ReLU, Sequential } from "@convoke/nn";

/**
 * Two hidden layers that see numFeatures numbers and know nothing of rows and columns: the slides' class of this name, line by line.
 *
 * 40,785 parameters for 784 features and 10 classes.
 *
 * **Shapes**: images whose pixels are numFeatures, [N, 1, 28, 28] → [N, numClasses].
 *
 * @example
 * new PyTorchMLP(784, 10).forward(rand([64, 1, 28, 28])); // [64, 10]
 */
export class PyTorchMLP implements Layer {
  static readonly name = "PyTorchMLP";
  readonly allLayers: Sequential;

  constructor(numFeatures: number, numClasses: number) {
    this.allLayers = new Sequential(
      // 1st hidden layer
      new Linear(numFeatures, 50),
      new ReLU(),
      // 2nd hidden layer
      new Linear(50, 25),
      new ReLU(),
      // output layer
      new Linear(25, numClasses),
    );
  }

  forward(input: Tensor): Tensor {
    return this.allLayers.forward(flatten(input, 1));           // [N, numFeatures] → [N, numClasses]
  }
}
