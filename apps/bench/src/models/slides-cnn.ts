import type { Model } from "./model.js";

const conv = { type: "conv2d", kernelSize: 3, stride: 1, padding: 1, bias: true } as const;

/** The CNN of the course's slides for images of [1, 28, 28]: 206,922 weights. */
export const slidesCnn: Model = [
  { ...conv, inChannels: 1, outChannels: 16 }, { type: "relu" }, { type: "maxPool2d" },
  { ...conv, inChannels: 16, outChannels: 32 }, { type: "relu" }, { type: "maxPool2d" },
  { type: "flatten", shape: [32, 7, 7] },
  { type: "linear", inFeatures: 1568, outFeatures: 128 }, { type: "relu" },
  { type: "linear", inFeatures: 128, outFeatures: 10 },
];
