import type { Layer, Tensor } from "@convoke/core";
import { AdaptiveAvgPool2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";
import { Inception, type InceptionChannels } from "./inception.js";

/**
 * GoogLeNet: nine inception blocks, for photos of 224 × 224. Szegedy et al., 2015, without local response normalisation and the auxiliary classifiers.
 *
 * 6,998,552 parameters for 1,000 classes. Max-pools round up (ceil mode), as the paper's sizes demand: 112 → 56 → 28 → 14 → 7.
 *
 * **Shapes**: [N, 3, 224, 224] → [N, numClasses], scores before the softmax. Fields are called as in torchvision, which has batch norm instead of biases.
 *
 * @example
 * new GoogLeNet().forward(rand([1, 3, 224, 224])); // [1, 1000]
 */
export class GoogLeNet implements Layer {
  static readonly name = "GoogLeNet";
  readonly conv1 = new Sequential(new Conv2d(3, 64, 7, 2, 3), new ReLU());                // [N, 64, 112, 112]
  readonly maxpool1 = new MaxPool2d(3, { stride: 2, ceilMode: true });                    // [N, 64, 56, 56]
  readonly conv2 = new Sequential(new Conv2d(64, 64, 1), new ReLU());
  readonly conv3 = new Sequential(new Conv2d(64, 192, 3, 1, 1), new ReLU());              // [N, 192, 56, 56]
  readonly maxpool2 = new MaxPool2d(3, { stride: 2, ceilMode: true });                    // [N, 192, 28, 28]
  readonly inception3a = new Inception(192, channels(64, 96, 128, 16, 32, 32));           // [N, 256, 28, 28]
  readonly inception3b = new Inception(256, channels(128, 128, 192, 32, 96, 64));         // [N, 480, 28, 28]
  readonly maxpool3 = new MaxPool2d(3, { stride: 2, ceilMode: true });                    // [N, 480, 14, 14]
  readonly inception4a = new Inception(480, channels(192, 96, 208, 16, 48, 64));          // [N, 512, 14, 14]
  readonly inception4b = new Inception(512, channels(160, 112, 224, 24, 64, 64));         // [N, 512, 14, 14]
  readonly inception4c = new Inception(512, channels(128, 128, 256, 24, 64, 64));         // [N, 512, 14, 14]
  readonly inception4d = new Inception(512, channels(112, 144, 288, 32, 64, 64));         // [N, 528, 14, 14]
  readonly inception4e = new Inception(528, channels(256, 160, 320, 32, 128, 128));       // [N, 832, 14, 14]
  readonly maxpool4 = new MaxPool2d(3, { stride: 2, ceilMode: true });                    // [N, 832, 7, 7]
  readonly inception5a = new Inception(832, channels(256, 160, 320, 32, 128, 128));       // [N, 832, 7, 7]
  readonly inception5b = new Inception(832, channels(384, 192, 384, 48, 128, 128));       // [N, 1024, 7, 7]
  readonly avgpool = new AdaptiveAvgPool2d(1);                                            // [N, 1024, 1, 1]
  readonly flatten = new Flatten();
  readonly dropout = new Dropout(0.4);
  readonly fc: Linear;

  constructor(numClasses = 1000) {
    this.fc = new Linear(1024, numClasses);
  }

  forward(input: Tensor): Tensor {
    const layers: readonly Layer[] = [
      this.conv1, this.maxpool1, this.conv2, this.conv3, this.maxpool2,
      this.inception3a, this.inception3b, this.maxpool3,
      this.inception4a, this.inception4b, this.inception4c, this.inception4d, this.inception4e, this.maxpool4,
      this.inception5a, this.inception5b,
      this.avgpool, this.flatten, this.dropout, this.fc,
    ];
    return layers.reduce((output, layer) => layer.forward(output), input);
  }
}

function channels(conv1x1: number, reduce3x3: number, conv3x3: number, reduce5x5: number, conv5x5: number, poolProj: number): InceptionChannels {
  return { conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, poolProj };
}
