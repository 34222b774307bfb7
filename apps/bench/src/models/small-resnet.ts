import type { Layer, Model } from "./model.js";

const conv = (inChannels: number, outChannels: number, kernelSize: number, stride: number): Layer =>
  ({ type: "conv2d", inChannels, outChannels, kernelSize, stride, padding: (kernelSize - 1) / 2, bias: false });
const norm = (channels: number): Layer => ({ type: "batchNorm2d", channels });

/** He et al., 2016: two 3×3 convolutions beside a shortcut, which is a 1×1 convolution where the shape changes. */
const basicBlock = (inChannels: number, channels: number, stride: number): Layer => ({
  type: "residual",
  body: [conv(inChannels, channels, 3, stride), norm(channels), { type: "relu" }, conv(channels, channels, 3, 1), norm(channels)],
  shortcut: stride === 1 ? [] : [conv(inChannels, channels, 1, stride), norm(channels)],
});

/** A ResNet of 8 weight layers for images of [3, 32, 32]. */
export const smallResnet: Model = [
  conv(3, 16, 3, 1), norm(16), { type: "relu" },
  basicBlock(16, 16, 1), basicBlock(16, 32, 2), basicBlock(32, 64, 2),
  { type: "globalMean", size: 8 }, { type: "linear", inFeatures: 64, outFeatures: 10 },
];
