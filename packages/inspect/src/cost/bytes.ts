import type { DType, OpEvent, Tensor } from "@convoke/core";

const bytesPerElement: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1, bool: 1 };

export function bytesOf({ size, dtype }: Tensor): number {
  return size * bytesPerElement[dtype];
}

const views = new Set(["reshape", "permute", "slice", "expand", "identity"]);

/** What an op writes; a view writes nothing. */
export function writtenBytes({ name, output }: OpEvent): number {
  return views.has(name) ? 0 : bytesOf(output);
}
