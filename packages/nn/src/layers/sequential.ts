import { ArgumentError, isObserved, type Layer, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";
import { isLayer } from "../model/fields.js";
import { AdaptiveAvgPool2d } from "./adaptive-avg-pool2d.js";
import { AvgPool2d } from "./avg-pool2d.js";
import { BatchNorm2d } from "./batch-norm2d.js";
import { Conv2d } from "./conv2d.js";
import { Flatten } from "./flatten.js";
import { Linear } from "./linear.js";
import { MaxPool2d } from "./max-pool2d.js";
import { ReLU } from "./relu.js";
import { Sigmoid } from "./sigmoid.js";
import { Tanh } from "./tanh.js";

/**
 * Layers one after another, by position or by name. Its fields are its layers: `model[0]`. PyTorch: `nn.Sequential`.
 *
 * A Conv2d or Linear with a ReLU right behind it runs as one kernel: the same bits, one pass less. Layers whose `forward` was replaced run as
 * they are, and so does everything inside `observe`.
 *
 * **Shapes**: what the layers make of it.
 *
 * @throws {ArgumentError} for what is not a layer.
 * @example
 * new Sequential(new Conv2d(1, 16, 3), new ReLU(), new MaxPool2d(2));      // keys 0.weight, 0.bias
 * new Sequential({ hidden: new Linear(784, 50), relu: new ReLU() });       // keys hidden.weight, hidden.bias
 */
export class Sequential implements Layer {
  static readonly name = "Sequential";
  [position: number]: Layer;

  constructor(...layers: readonly Layer[]);
  constructor(layers: Readonly<Record<string, Layer>>);
  constructor(...given: readonly (Layer | Readonly<Record<string, Layer>>)[]) {
    const [first] = given;
    const named = given.length === 1 && typeof first === "object" && first !== null && !Array.isArray(first) && !isLayer(first);
    const layers = Object.entries(named ? first : given);
    for (const [name, layer] of layers) {
      if (!isLayer(layer)) throw new ArgumentError(`Sequential: ${name} is ${typeof layer}, expected a layer with a forward method`);
      if (name in Sequential.prototype) throw new ArgumentError(`Sequential: a layer cannot be called ${name}`);
    }
    Object.assign(this, Object.fromEntries(layers));
  }

  forward(input: Tensor): Tensor {
    const layers = Object.values(this).filter(isLayer) as Layer[];
    let output = input;
    for (let at = 0; at < layers.length; at++) {
      const layer = layers[at]!;
      const previous = output;
      const fuses = takesActivation(layer) && isReLU(layers[at + 1]);
      output = fuses ? layer.forward(previous, "relu") : layer.forward(previous);
      // What only stood between two layers can go now; the tape keeps what the gradients need.
      const between = previous !== input && previous !== output;
      if (between && !isObserved() && isOurs(layers[at - 1]) && isOurs(layer)) previous.dispose("Sequential");
      if (fuses) at++;
    }
    return output;
  }

  toString(): string {
    return describe(this);
  }
}

// A subclass or a hook may have put another forward in place: then somebody may see or change the value in between.
function takesActivation(layer: Layer): layer is Conv2d | Linear {
  return layer.forward === Conv2d.prototype.forward || layer.forward === Linear.prototype.forward;
}

/** Whether the layer is one of this package as it came: it keeps no tensor that it was given or gave. */
function isOurs(layer: Layer | undefined): boolean {
  return layer !== undefined && leaves.some((leaf) => layer.forward === leaf.prototype.forward);
}

const leaves = [Conv2d, Linear, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d, Flatten, Sigmoid, Tanh, BatchNorm2d];

function isReLU(layer: Layer | undefined): boolean {
  return layer?.forward === ReLU.prototype.forward;
}
