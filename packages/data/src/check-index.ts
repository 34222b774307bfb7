import { ArgumentError } from "@convoke/core";

/** Throws unless `index` is one of 0 … length − 1. */
export function checkIndex(name: string, index: unknown, length: number): number {
  if (Number.isInteger(index) && (index as number) >= 0 && (index as number) < length) return index as number;
  const expected = length === 0 ? "but the data set is empty" : `expected 0 … ${length - 1}`;
  throw new ArgumentError(`${name}: index ${String(index)} does not exist, ${expected}`);
}
