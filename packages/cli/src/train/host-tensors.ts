import type { Tensor } from "@convoke/core";
import type { TensorData } from "@convoke/formats";

/** Tensors as plain data, each under its name with `before` in front of it. */
export async function hostTensors(tensors: Readonly<Record<string, Tensor>>, before = ""): Promise<Record<string, TensorData>> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => {
    const { shape, dtype } = tensor;
    return [`${before}${name}`, { shape, dtype, data: await tensor.data() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
