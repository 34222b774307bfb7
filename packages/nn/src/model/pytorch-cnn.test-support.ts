import { flatten, type Layer, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "../index.js";

/** The lecture's class of this name, line by line. It leaves the convolutions open; these make 24 · 16 · 16 features of [N, 3, 64, 64]. */
export class PyTorchCNN implements Layer {
  convLayers: Sequential;
  fcLayers: Sequential;

  constructor(numClasses: number) {
    this.convLayers = new Sequential(
      new Conv2d(3, 12, 3, 1, 1),
      new MaxPool2d(2),
      new Conv2d(12, 24, 3, 1, 1),
      new MaxPool2d(2),
    );

    this.fcLayers = new Sequential(
      new Linear(24 * 16 * 16, 256),
      new ReLU(),
      new Linear(256, 128),
      new ReLU(),
      new Linear(128, numClasses),
    );
  }

  forward(x: Tensor): Tensor {
    let features = this.convLayers.forward(x);
    features = flatten(features, 1);
    const logits = this.fcLayers.forward(features);
    return logits;
  }
}
