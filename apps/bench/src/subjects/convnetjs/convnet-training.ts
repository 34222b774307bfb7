import type { Layer } from "../../models/model.js";
import { type Prepared, repeated, Unsupported } from "../../subject.js";
import type { TrainingWorkload, Values } from "../../workload.js";
import type { Convnet, Vol } from "./convnet-api.js";

type Definition = Readonly<Record<string, string | number>>;

function definitionOf(layer: Layer): readonly Definition[] {
  switch (layer.type) {
    case "conv2d": return [{ type: "conv", filters: layer.outChannels, sx: layer.kernelSize, stride: layer.stride, pad: layer.padding }];
    case "relu": return [{ type: "relu" }];
    case "maxPool2d": return [{ type: "pool", sx: 2, stride: 2 }];
    case "flatten": return [];                                                       // a fully connected layer does it itself
    case "linear": return [{ type: "fc", num_neurons: layer.outFeatures }];
    case "batchNorm2d": case "globalMean": case "residual": throw new Unsupported("no batch norm");
  }
}

/** For each element of one channels-first volume its place among channels-last ones, which ConvNetJS keeps. */
function places(channels: number, area: number): Int32Array {
  return Int32Array.from({ length: channels * area }, (_, i) => (i % area) * channels + Math.floor(i / area));
}

/** The network with ConvNetJS's own layers and trainer, image by image, in float64. */
export function prepareTraining({ Vol, Net, Trainer }: Convnet, { model, images, labels, state, lr }: TrainingWorkload): Prepared {
  const [batch, channels, height, width] = images.shape as [number, number, number, number];
  const definitions = model.slice(0, -1).flatMap(definitionOf);
  const last = model.at(-1)!;
  if (last.type !== "linear") throw new Unsupported("no such last layer");
  const net = new Net();
  net.makeLayers([{ type: "input", out_sx: width, out_sy: height, out_depth: channels }, ...definitions, { type: "softmax", num_classes: last.outFeatures }]);
  const weighted = net.layers.filter((layer) => layer.filters !== undefined && layer.biases !== undefined);
  const flattened = model.find((layer) => layer.type === "flatten")?.shape;

  /** Calls `visit` with each weight's place here and in the state. */
  const eachWeight = (visit: (vol: Vol, at: number, key: string, index: number) => void): void => {
    Object.entries(state).forEach(([key, { shape }], i) => {
      const { filters, biases } = weighted[i >> 1]!;                                 // weight, bias, weight, bias …
      if (shape.length === 1) return biases!.w.forEach((_, at) => visit(biases!, at, key, at));
      const [inputs, area] = shape.length === 4 ? [shape[1]!, shape[2]! * shape[3]!] : volumeOf(shape, flattened);
      const place = places(inputs, area);
      filters!.forEach((filter, output) => place.forEach((at, index) => visit(filter, at, key, output * place.length + index)));
    });
  };
  eachWeight((vol, at, key, index) => (vol.w[at] = state[key]!.data[index]!));
  const inputs = volumes(Vol, images);
  const trainer = new Trainer(net, { method: "sgd", learning_rate: lr, momentum: 0, l2_decay: 0, batch_size: batch });
  let loss = NaN;
  return {
    run: repeated(() => {
      loss = 0;
      inputs.forEach((input, i) => (loss += trainer.train(input, labels[i]!).loss / batch));
    }),
    async results() {
      const results: Record<string, Float32Array> = { loss: Float32Array.of(loss) };
      for (const [key, { data }] of Object.entries(state)) results[key] = new Float32Array(data.length);
      eachWeight((vol, at, key, index) => (results[key]![index] = vol.w[at]!));
      return results;
    },
    dispose() {},
  };
}

/** Channels and area of what a linear weight [out, in] reads: the flattened volume, or `in` channels of one element. */
function volumeOf([, inFeatures]: readonly number[], flattened: readonly [number, number, number] | undefined): [channels: number, area: number] {
  const area = flattened ? flattened[1] * flattened[2] : 1;
  return flattened && inFeatures === flattened[0] * area ? [flattened[0], area] : [inFeatures!, 1];
}

function volumes(VolClass: Convnet["Vol"], { data, shape }: Values): readonly Vol[] {
  const [batch, channels, height, width] = shape as [number, number, number, number];
  const place = places(channels, height * width);
  return Array.from({ length: batch }, (_, image) => {
    const vol = new VolClass(width, height, channels, 0);
    place.forEach((at, index) => (vol.w[at] = data[image * place.length + index]!));
    return vol;
  });
}
