import type { Shape, Tensor, TypedArray } from "@convoke/core";

/** Elements on the host, row-major. */
export interface HostArray {
  readonly shape: Shape;
  readonly data: TypedArray;
}

/** Reads tensors and disposes them, whatever happens. */
export async function readAndDispose(tensors: readonly Tensor[]): Promise<HostArray[]> {
  try {
    return await Promise.all(tensors.map(async (tensor) => ({ shape: tensor.shape, data: await tensor.data() })));
  } finally {
    for (const tensor of tensors) tensor.dispose("inspect");
  }
}
