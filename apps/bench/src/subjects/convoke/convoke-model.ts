import { add, type Layer, mean, relu, type Tensor, tensor } from "@convoke/core";
import { BatchNorm2d, Conv2d, Flatten, Linear, loadStateDict, MaxPool2d, ReLU, Sequential } from "@convoke/nn";
import type { Layer as LayerSpec, Model } from "../../models/model.js";
import type { Values } from "../../workload.js";

class Residual implements Layer {
  readonly body: Layer;
  readonly shortcut: Layer;

  constructor(body: Layer, shortcut: Layer) {
    this.body = body;
    this.shortcut = shortcut;
  }

  forward(input: Tensor): Tensor {
    return relu(add(this.body.forward(input), this.shortcut.forward(input)));
  }
}

class GlobalMean implements Layer {
  forward(input: Tensor): Tensor {
    return mean(input, [2, 3]);
  }
}

function layerOf(spec: LayerSpec): Layer {
  switch (spec.type) {
    case "conv2d": return new Conv2d(spec.inChannels, spec.outChannels, spec.kernelSize, { stride: spec.stride, padding: spec.padding, bias: spec.bias });
    case "batchNorm2d": return new BatchNorm2d(spec.channels);
    case "relu": return new ReLU();
    case "maxPool2d": return new MaxPool2d(2);
    case "flatten": return new Flatten();
    case "globalMean": return new GlobalMean();
    case "linear": return new Linear(spec.inFeatures, spec.outFeatures);
    case "residual": return new Residual(sequential(spec.body), sequential(spec.shortcut));
  }
}

const sequential = (model: Model): Sequential => new Sequential(...model.map(layerOf));

/** The network with these weights, on the current backend. */
export function convokeModel(model: Model, state: Readonly<Record<string, Values>>): Sequential {
  const network = sequential(model);
  const weights = Object.fromEntries(Object.entries(state).map(([key, { data, shape }]) => [key, tensor(data, { shape })]));
  loadStateDict(network, weights, { strict: false });   // it has no running statistics
  return network;
}
