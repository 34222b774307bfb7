import { ShapeError } from "@convoke/core";
import type { Plane } from "./value-range.js";

/** `[…, height, width]` → its planes of `[height, width]`, as views. */
export function splitPlanes(caller: string, data: Plane, shape: readonly number[]): Plane[] {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isSafeInteger(length) && length > 0) || size !== data.length) {
    throw new ShapeError(`${caller}: shape [${shape.join(", ")}] does not fit the data, expected positive lengths for ${data.length} values`);
  }
  const plane = shape.at(-1)! * shape.at(-2)!;
  return Array.from({ length: size / plane }, (_, i) => data.subarray(i * plane, (i + 1) * plane));
}
