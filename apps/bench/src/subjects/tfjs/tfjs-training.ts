import type { Layer, Model } from "../../models/model.js";
import { type Prepared, repeated } from "../../subject.js";
import type { Results, TrainingWorkload, Values } from "../../workload.js";
import { batchNorm } from "./tfjs-operations.js";
import { type Flattened, nhwc, toTf, weightFromTf, weightToTf } from "./tfjs-layout.js";
import type { Tfjs, TfTensor, TfVariable } from "./tfjs-api.js";

type Weights = ReadonlyMap<string, TfVariable>;

const pair = (value: number): [number, number] => [value, value];

function forward(tf: Tfjs, model: Model, weights: Weights, prefix: string, input: TfTensor): TfTensor {
  return model.reduce((x, layer, index) => apply(tf, layer, weights, `${prefix}${index}.`, x), input);
}

function apply(tf: Tfjs, layer: Layer, weights: Weights, prefix: string, x: TfTensor): TfTensor {
  const [weight, bias] = [weights.get(`${prefix}weight`)!, weights.get(`${prefix}bias`)!];
  switch (layer.type) {
    case "conv2d": {
      const output = tf.conv2d(x, weight, pair(layer.stride), layer.padding, "NHWC", pair(1), "floor");
      return layer.bias ? tf.add(output, bias) : output;
    }
    case "batchNorm2d": return batchNorm(tf, x, weight, bias);
    case "relu": return tf.relu(x);
    case "maxPool2d": return tf.maxPool(x, pair(2), pair(2), 0, "floor");
    case "flatten": return tf.reshape(x, [x.shape[0]!, layer.shape[0] * layer.shape[1] * layer.shape[2]]);
    case "globalMean": return tf.mean(x, [1, 2]);
    case "linear": return tf.add(tf.matMul(x, weight), bias);
    case "residual": return tf.relu(tf.add(forward(tf, layer.body, weights, `${prefix}body.`, x), forward(tf, layer.shortcut, weights, `${prefix}shortcut.`, x)));
  }
}

let models = 0;      // variables have names, and every name is used once

/** The network in TensorFlow.js's own functions, gradients and optimizer; batch norm without its running statistics. */
export function prepareTraining(tf: Tfjs, { model, images, labels, state, lr }: TrainingWorkload): Prepared {
  const flatten = model.findIndex(({ type }) => type === "flatten");
  const flattened = (key: string): Flattened => {
    const layer = model[flatten];
    return layer?.type === "flatten" && key === `${flatten + 1}.weight` ? layer.shape : null;
  };
  const prefix = `model${++models}/`;
  const variable = (key: string, values: Values): TfVariable => tf.tidy(() => tf.variable(weightToTf(tf, values, flattened(key)), true, prefix + key));
  const weights: Weights = new Map(Object.entries(state).map(([key, values]) => [key, variable(key, values)]));
  const optimizer = tf.train.sgd(lr);
  const input = tf.tidy(() => tf.transpose(toTf(tf, images), nhwc));
  const target = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10));
  let loss: TfTensor | null = null;
  return {
    run: repeated(() => {
      loss?.dispose();
      loss = tf.tidy(() => optimizer.minimize(() => tf.losses.softmaxCrossEntropy(target, forward(tf, model, weights, "", input)), true));
    }),
    async results() {
      const results: Record<string, Float32Array> = { loss: await loss!.data() };
      for (const [key, weight] of weights) results[key] = await tf.tidy(() => weightFromTf(tf, weight, flattened(key))).data();
      return results satisfies Results;
    },
    dispose() {
      for (const tensor of [loss, input, target, ...weights.values()]) tensor?.dispose();
    },
  };
}
