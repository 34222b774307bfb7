import type { Layer } from "@convoke/core";
import { encodeSafetensors } from "@convoke/formats";
import { stateDict } from "@convoke/nn";
import { dataSets, preprocessing } from "./data-sets.js";
import type { Net } from "./nets.js";

/** The safetensors file of a trained network: weights under PyTorch's keys, and in the metadata all that is needed to use it and to make it again. */
export async function encodeNet(name: string, net: Net, model: Layer, testAccuracy: number): Promise<Uint8Array> {
  const data = dataSets[net.data];
  const tensors = Object.entries(stateDict(model)).map(async ([key, tensor]) => {
    const { shape, dtype } = tensor;
    return [key, { shape, dtype, data: await tensor.data() }] as const;
  });
  return encodeSafetensors(Object.fromEntries(await Promise.all(tensors)), {
    format: "pt",
    model: net.model,
    dataSet: data.title,
    classes: JSON.stringify(data.classes),
    mean: String(data.mean),
    std: String(data.std),
    preprocessing: preprocessing(data),
    testAccuracy: String(testAccuracy),
    epochs: String(net.epochs),
    batchSize: String(net.batchSize),
    lr: String(net.lr),
    seed: String(net.seed),
    command: `npm run train-nets -- --only ${name}`,
  });
}
