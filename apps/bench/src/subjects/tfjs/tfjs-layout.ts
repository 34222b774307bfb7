import type { Values } from "../../workload.js";
import type { Tfjs, TfTensor } from "./tfjs-api.js";

/** Orders of axes for `transpose`: what becomes of the axes of the other library. */
export const nhwc = [0, 2, 3, 1];
export const nchw = [0, 3, 1, 2];
/** Weights: OIHW ↔ HWIO; depthwise ones, [C, 1, H, W], become [H, W, C, 1]. */
export const oihw = { toTf: [2, 3, 1, 0], fromTf: [3, 2, 0, 1] };
export const depthwise = { toTf: [2, 3, 0, 1], fromTf: [2, 3, 0, 1] };

export const toTf = (tf: Tfjs, { data, shape }: Values): TfTensor => tf.tensor(data, shape);

/** [channels, height, width] of what Flatten gets where a Linear follows: PyTorch flattens [C, H, W], TensorFlow.js [H, W, C]. */
export type Flattened = readonly [number, number, number] | null;

/** A weight as TensorFlow.js keeps it: HWIO, or [inputs, outputs] with the inputs in its order of flattening. */
export function weightToTf(tf: Tfjs, values: Values, flattened: Flattened): TfTensor {
  const weight = toTf(tf, values);
  const [outputs, inputs] = values.shape;
  if (values.shape.length === 1) return weight;
  if (values.shape.length === 4) return tf.transpose(weight, oihw.toTf);
  if (flattened === null) return tf.transpose(weight);
  return tf.reshape(tf.transpose(tf.reshape(weight, [outputs!, ...flattened]), oihw.toTf), [inputs!, outputs!]);
}

/** The reverse of `weightToTf`, on a new tensor. */
export function weightFromTf(tf: Tfjs, weight: TfTensor, flattened: Flattened): TfTensor {
  const [inputs, outputs] = weight.shape;
  if (weight.shape.length === 1) return tf.reshape(weight, weight.shape);
  if (weight.shape.length === 4) return tf.transpose(weight, oihw.fromTf);
  if (flattened === null) return tf.transpose(weight);
  const [channels, height, width] = flattened;
  return tf.reshape(tf.transpose(tf.reshape(weight, [height, width, channels, outputs!]), oihw.fromTf), [outputs!, inputs!]);
}
