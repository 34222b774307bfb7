import type { Layer, Model } from "../../models/model.js";
import { type Prepared, repeated } from "../../subject.js";
import type { TrainingWorkload } from "../../workload.js";
import type { Jax, JaxArray } from "./jax-api.js";
import { batchNorm, conv2d, pool, toJax } from "./jax-operations.js";

type Weights = Readonly<Record<string, JaxArray>>;

function forward(jax: Jax, model: Model, weights: Weights, prefix: string, input: JaxArray): JaxArray {
  return model.reduce((x, layer, index) => apply(jax, layer, weights, `${prefix}${index}.`, x), input);
}

/** Takes x over, and each weight: a network uses each of them once. */
function apply(jax: Jax, layer: Layer, weights: Weights, prefix: string, x: JaxArray): JaxArray {
  const { nn, numpy } = jax;
  const [weight, bias] = [weights[`${prefix}weight`]!, weights[`${prefix}bias`]!];
  switch (layer.type) {
    case "conv2d": {
      const output = conv2d(jax, x, weight, { ...layer, groups: 1 });
      return layer.bias ? output.add(bias.reshape([1, -1, 1, 1])) : output;
    }
    case "batchNorm2d": return batchNorm(jax, x, weight, bias);
    case "relu": return nn.relu(x);
    case "maxPool2d": return pool(jax, "max", x, { kernelSize: 2, stride: 2, padding: 0, groups: 1 });
    case "flatten": return x.reshape([x.shape[0]!, -1]);
    case "globalMean": return numpy.mean(x, [2, 3]);
    case "linear": return numpy.matmul(x, numpy.transpose(weight)).add(bias);
    case "residual": {
      const body = forward(jax, layer.body, weights, `${prefix}body.`, x.ref);
      return nn.relu(body.add(forward(jax, layer.shortcut, weights, `${prefix}shortcut.`, x)));
    }
  }
}

/** The whole step under `jit`, which its documentation recommends; batch norm without its running statistics. */
export function prepareTraining(jax: Jax, { model, images, labels, state, lr }: TrainingWorkload): Prepared {
  const { numpy, nn, tree } = jax;
  let weights: Weights = Object.fromEntries(Object.entries(state).map(([key, values]) => [key, toJax(jax, values)]));
  const input = toJax(jax, images);
  const target = nn.oneHot(numpy.array(labels), 10);
  const lossOf = (current: Weights, x: JaxArray, oneHot: JaxArray): JaxArray =>
    nn.logSoftmax(forward(jax, model, current, "", x)).mul(oneHot).sum().mul(-1 / labels.length);
  const step = jax.jit((current: Weights, x: JaxArray, oneHot: JaxArray): readonly [JaxArray, Weights] => {
    const [loss, gradients] = jax.valueAndGrad(lossOf as (first: Weights, ...rest: JaxArray[]) => JaxArray)(tree.ref(current), x, oneHot);
    return [loss, tree.map((weight, gradient) => weight!.sub(gradient!.mul(lr)), current, gradients)];
  });
  let loss: JaxArray | null = null;
  return {
    run: repeated(() => {
      loss?.dispose();
      [loss, weights] = step(weights, input.ref, target.ref);
    }, () => jax.blockUntilReady([loss!, weights])),
    async results() {
      const results: Record<string, Float32Array> = { loss: await loss!.ref.data() };
      for (const [key, weight] of Object.entries(weights)) results[key] = await weight.ref.data();
      return results;
    },
    dispose() {
      tree.dispose([weights, input, target, ...(loss ? [loss] : [])]);
      step.dispose();
    },
  };
}
