import type { Layer, Tensor } from "@convoke/core";
import { BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/** The CNN of the lecture's slides as one chain, for images of [N, 1, 28, 28]. */
export function slidesCnn(): Sequential {
  return new Sequential(
    new Conv2d(1, 16, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Conv2d(16, 32, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Flatten(), new Linear(1568, 128), new ReLU(), new Linear(128, 10),
  );
}

/** A residual block that uses one ReLU twice, as torchvision's do. */
export class BasicBlock implements Layer {
  static readonly name = "BasicBlock";
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu = new ReLU();
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | null;

  constructor(input: number, output: number, stride = 1) {
    this.conv1 = new Conv2d(input, output, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(output);
    this.conv2 = new Conv2d(output, output, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(output);
    this.downsample = stride === 1 && input === output ? null : new Sequential(new Conv2d(input, output, 1, { stride, bias: false }), new BatchNorm2d(output));
  }

  forward(input: Tensor): Tensor {
    const inner = this.bn2.forward(this.conv2.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(input)))));
    return this.relu.forward(inner.add(this.downsample ? this.downsample.forward(input) : input));
  }
}
