import { type Layer, relu, type Tensor } from "@convoke/core";
import { Conv2d } from "@convoke/nn";

/**
 * A 1×1 convolution that summarises the channels, a 3×3 that sees few of them, a 1×1 that brings them back; ReLU after each. He et al., 2016, here without
 * shortcut and batch norm.
 *
 * 69,632 weights for 256 → 64 → 64 → 256, where one 3×3 convolution from 256 to 256 has 589,824.
 *
 * **Shapes**: [N, channels, H, W] → [N, channels, H, W]. Keys as in torchvision's `Bottleneck`: conv1, conv2, conv3, without biases.
 *
 * @example
 * new Bottleneck(256, 64).forward(rand([1, 256, 14, 14])); // [1, 256, 14, 14]
 */
export class Bottleneck implements Layer {
  static readonly name = "Bottleneck";
  readonly conv1: Conv2d;
  readonly conv2: Conv2d;
  readonly conv3: Conv2d;

  constructor(channels = 256, width = 64) {
    this.conv1 = new Conv2d(channels, width, 1, { bias: false });
    this.conv2 = new Conv2d(width, width, 3, { padding: 1, bias: false });
    this.conv3 = new Conv2d(width, channels, 1, { bias: false });
  }

  forward(input: Tensor): Tensor {
    const summary = relu(this.conv1.forward(input));            // [N, width, H, W]
    const features = relu(this.conv2.forward(summary));         // [N, width, H, W]
    return relu(this.conv3.forward(features));                  // [N, channels, H, W]
  }
}
