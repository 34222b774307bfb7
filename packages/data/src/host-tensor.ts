import type { TypedArray } from "@convoke/core";

/**
 * The numbers of a tensor in host memory, row-major, on no backend yet: what `toTensor` makes, what workers send, and what `collate` stacks into a Tensor.
 *
 * @example
 * const input = collate([{ shape: [1, 2], data: Float32Array.of(3, 4) }]); // a Tensor [1, 1, 2]
 */
export interface HostTensor<Data extends TypedArray = TypedArray> {
  readonly shape: readonly number[];
  readonly data: Data;
}

export function isHostTensor(value: unknown): value is HostTensor {
  if (typeof value !== "object" || value === null) return false;
  const { shape, data } = value as Partial<HostTensor>;
  return Array.isArray(shape) && ArrayBuffer.isView(data) && data.length === shape.reduce((product: number, length: number) => product * length, 1);
}
