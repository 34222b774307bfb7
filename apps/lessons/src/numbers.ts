import { squeeze, type Tensor } from "convoke";

/** The values of a tensor that is a matrix but for axes of length 1. */
export async function grid(tensor: Tensor): Promise<number[][]> {
  const matrix = tensor.rank > 2 ? squeeze(tensor) : tensor;
  return (await matrix.toArray()) as number[][];
}

/** The values of a tensor, one after the other. */
export async function list(tensor: Tensor): Promise<number[]> {
  return Array.from(await tensor.data());
}
