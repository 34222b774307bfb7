import type { Pair } from "@convoke/core";

/** One number for both axes as [height, width]. */
export function toPair(value: Pair): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}
