import type { Prepared } from "../subject.js";
import type { TrainingWorkload } from "../workload.js";
import { nhwc, toTf, weightFromTf, weightToTf } from "./tfjs-layout.js";
import type { Tfjs, TfTensor } from "./tfjs-api.js";

/** The slides' CNN with TensorFlow.js's own layers and optimizer. */
export function prepareTfjsTraining(tf: Tfjs, { images, labels, state, lr }: TrainingWorkload): Prepared {
  const relu = { activation: "relu" };
  const same = { kernelSize: 3, padding: "same", ...relu };
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 16, inputShape: [28, 28, 1], ...same }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 32, ...same }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten({}),
      tf.layers.dense({ units: 128, ...relu }),
      tf.layers.dense({ units: 10 }),
    ],
  });
  tf.tidy(() => model.setWeights(Object.values(state).map((values) => weightToTf(tf, values))));
  const optimizer = tf.train.sgd(lr);
  const input = tf.tidy(() => tf.transpose(toTf(tf, images), nhwc));
  const target = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10));
  let loss: TfTensor | null = null;
  return {
    run() {
      loss?.dispose();
      loss = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => tf.losses.softmaxCrossEntropy(target, model.apply(input, { training: true })));
        optimizer.applyGradients(grads);
        return value;
      });
    },
    async results() {
      const results: Record<string, Float32Array> = { loss: await loss!.data() };
      const weights = model.getWeights();   // kernel, bias, kernel, bias …: the order of the state
      for (const [index, key] of Object.keys(state).entries()) results[key] = await tf.tidy(() => weightFromTf(tf, weights[index]!)).data();
      return results;
    },
    dispose() {
      model.dispose();
      for (const tensor of [loss, input, target]) tensor?.dispose();
    },
  };
}
