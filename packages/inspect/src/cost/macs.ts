import type { OpEvent } from "@convoke/core";

/**
 * Multiply-accumulates of an op: one for each weight that meets a value. Only conv2d, linear and matmul have any; biases, pools, norms and activations count nothing.
 *
 * conv2d N·Cout·oH·oW·(Cin/groups)·kH·kW, linear M·N·K for [M, K] × [N, K]ᵀ, matmul B·M·N·K. For the whole batch.
 */
export function macsOf({ name, inputs, output }: OpEvent): number {
  const product = (numbers: readonly number[]): number => numbers.reduce((total, number) => total * number, 1);
  if (name === "conv2d") return output.size * product(inputs.weight!.shape.slice(1));
  if (name === "linear") return output.size * inputs.weight!.shape[1]!;
  if (name === "matmul") return output.size * inputs.a!.shape[2]!;
  return 0;
}
