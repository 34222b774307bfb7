import { cat, type Layer, mean, relu, type Tensor } from "@convoke/core";
import { AvgPool2d, BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";

/** The CNN of the lecture's slides, for images of [N, 1, 28, 28]. */
export function slidesCnn(): Sequential {
  return new Sequential(
    new Conv2d(1, 16, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Conv2d(16, 32, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Flatten(), new Linear(1568, 128), new ReLU(), new Linear(128, 10),
  );
}

/** Szegedy et al., 2014: four branches side by side. */
export class Inception implements Layer {
  static readonly name = "Inception";
  readonly branches: readonly Sequential[];

  constructor(input: number, [one, reduce3, three, reduce5, five, pool]: readonly [number, number, number, number, number, number]) {
    const conv = (from: number, to: number, kernelSize: number): [Conv2d, ReLU] => [new Conv2d(from, to, kernelSize, { padding: (kernelSize - 1) / 2 }), new ReLU()];
    this.branches = [
      new Sequential(...conv(input, one, 1)),
      new Sequential(...conv(input, reduce3, 1), ...conv(reduce3, three, 3)),
      new Sequential(...conv(input, reduce5, 1), ...conv(reduce5, five, 5)),
      new Sequential(new MaxPool2d(3, 1, 1), ...conv(input, pool, 1)),
    ];
  }

  forward(input: Tensor): Tensor {
    return cat(this.branches.map((branch) => branch.forward(input)), 1);
  }
}

/** GoogLeNet without auxiliary heads, with a bias in each convolution. */
export function googLeNet(): Sequential {
  const pool = (): MaxPool2d => new MaxPool2d(3, { stride: 2, ceilMode: true });
  return new Sequential({
    conv1: new Conv2d(3, 64, 7, 2, 3), relu1: new ReLU(), pool1: pool(),
    conv2: new Conv2d(64, 64, 1), relu2: new ReLU(), conv3: new Conv2d(64, 192, 3, 1, 1), relu3: new ReLU(), pool2: pool(),
    inception3a: new Inception(192, [64, 96, 128, 16, 32, 32]), inception3b: new Inception(256, [128, 128, 192, 32, 96, 64]), pool3: pool(),
    inception4a: new Inception(480, [192, 96, 208, 16, 48, 64]), inception4b: new Inception(512, [160, 112, 224, 24, 64, 64]),
    inception4c: new Inception(512, [128, 128, 256, 24, 64, 64]), inception4d: new Inception(512, [112, 144, 288, 32, 64, 64]),
    inception4e: new Inception(528, [256, 160, 320, 32, 128, 128]), pool4: pool(),
    inception5a: new Inception(832, [256, 160, 320, 32, 128, 128]), inception5b: new Inception(832, [384, 192, 384, 48, 128, 128]),
    avgpool: new AvgPool2d(7), flatten: new Flatten(), dropout: new Dropout(0.4), fc: new Linear(1024, 1000),
  });
}

/** He et al., 2015: 256 → 64 → 3×3 → 256, weights only. */
export const bottleneck = (): Sequential =>
  new Sequential(new Conv2d(256, 64, 1, { bias: false }), new Conv2d(64, 64, 3, 1, 1, 1, 1, false), new Conv2d(64, 256, 1, { bias: false }));

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

/** Convolutions and a global mean: what is left of shift is averaged away. */
export class CnnGap implements Layer {
  static readonly name = "CnnGap";
  readonly convLayers = new Sequential(new Conv2d(1, 16, 3, 1, 1), new ReLU(), new MaxPool2d(2), new Conv2d(16, 32, 3, 1, 1), new ReLU(), new MaxPool2d(2));
  readonly last = new Conv2d(32, 48, 3, 1, 1);
  readonly fc = new Linear(48, 10);

  forward(input: Tensor): Tensor {
    return this.fc.forward(mean(relu(this.last.forward(this.convLayers.forward(input))), [2, 3]));
  }
}
