import type { Values } from "../workload.js";
import type { Tfjs, TfTensor } from "./tfjs-api.js";

/** Orders of axes for `transpose`: what becomes of the axes of the other library. */
export const nhwc = [0, 2, 3, 1];
export const nchw = [0, 3, 1, 2];
/** Weights: OIHW ↔ HWIO. */
export const oihw = { toTf: [2, 3, 1, 0], fromTf: [3, 2, 0, 1] };

export const toTf = (tf: Tfjs, { data, shape }: Values): TfTensor => tf.tensor(data, shape);

/** Channels and size of what Flatten gets: PyTorch flattens [32, 7, 7], TensorFlow.js [7, 7, 32]. */
const flattened = [32, 7, 7] as const;

/** A weight of the slides' CNN as TensorFlow.js keeps it: HWIO, or [inputs, outputs] with the inputs in its order of flattening. */
export function weightToTf(tf: Tfjs, values: Values): TfTensor {
  const weight = toTf(tf, values);
  const [outputs, inputs] = values.shape;
  if (values.shape.length === 1) return weight;
  if (values.shape.length === 4) return tf.transpose(weight, oihw.toTf);
  if (inputs !== 1568) return tf.transpose(weight);
  return tf.reshape(tf.transpose(tf.reshape(weight, [outputs!, ...flattened]), oihw.toTf), [inputs, outputs!]);
}

/** The reverse of `weightToTf`, on a new tensor. */
export function weightFromTf(tf: Tfjs, weight: TfTensor): TfTensor {
  const [inputs, outputs] = weight.shape;
  if (weight.shape.length === 1) return tf.reshape(weight, weight.shape);
  if (weight.shape.length === 4) return tf.transpose(weight, oihw.fromTf);
  if (inputs !== 1568) return tf.transpose(weight);
  const [channels, height, width] = flattened;
  return tf.reshape(tf.transpose(tf.reshape(weight, [height, width, channels, outputs!]), oihw.fromTf), [outputs!, inputs]);
}
