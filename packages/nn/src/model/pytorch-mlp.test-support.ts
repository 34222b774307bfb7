import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Linear, ReLU, Sequential } from "../index.js";

/** The lecture's class of this name, line by line. */
export class PyTorchMLP implements Layer {
  allLayers: Sequential;

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

  forward(x: Tensor): Tensor {
    x = flatten(x, 1);
    const logits = this.allLayers.forward(x);
    return logits;
  }
}
