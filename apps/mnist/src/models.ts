import { flatten, type Layer, mean, type Tensor } from "@convoke/core";
import { Conv2d, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/** Two hidden layers that see 784 numbers and know nothing of rows and columns: the slides' PyTorchMLP. */
export class Mlp implements Layer {
  readonly allLayers = new Sequential(
    new Linear(784, 50),
    new ReLU(),
    new Linear(50, 25),
    new ReLU(),
    new Linear(25, 10),
  );

  forward(images: Tensor): Tensor {          // [N, 1, 28, 28]
    return this.allLayers.forward(flatten(images, 1));          // [N, 784] → [N, 10]
  }
}

/** Two convolutions that find features, two linear layers that vote on them: the slides' PyTorchCNN for MNIST. */
export class Cnn implements Layer {
  readonly convLayers = new Sequential(
    new Conv2d(1, 16, 3, 1, 1),              // [N, 16, 28, 28]
    new ReLU(),
    new MaxPool2d(2),                        // [N, 16, 14, 14]
    new Conv2d(16, 32, 3, 1, 1),             // [N, 32, 14, 14]
    new ReLU(),
    new MaxPool2d(2),                        // [N, 32, 7, 7]
  );
  readonly fcLayers = new Sequential(
    new Linear(32 * 7 * 7, 128),
    new ReLU(),
    new Linear(128, 10),
  );

  forward(images: Tensor): Tensor {          // [N, 1, 28, 28]
    const features = this.convLayers.forward(images);
    return this.fcLayers.forward(flatten(features, 1));         // [N, 1568] → [N, 10]
  }
}

/** Three convolutions and the mean of each feature map: where in the picture a feature was found no longer counts. */
export class CnnGap implements Layer {
  readonly convLayers = new Sequential(
    new Conv2d(1, 16, 3, 1, 1),              // [N, 16, 28, 28]
    new ReLU(),
    new MaxPool2d(2),                        // [N, 16, 14, 14]
    new Conv2d(16, 32, 3, 1, 1),             // [N, 32, 14, 14]
    new ReLU(),
    new MaxPool2d(2),                        // [N, 32, 7, 7]
    new Conv2d(32, 48, 3, 1, 1),             // [N, 48, 7, 7]
    new ReLU(),
  );
  readonly fcLayers = new Sequential(new Linear(48, 10));

  forward(images: Tensor): Tensor {          // [N, 1, 28, 28]
    const features = this.convLayers.forward(images);
    return this.fcLayers.forward(mean(features, [2, 3]));       // [N, 48] → [N, 10]
  }
}
