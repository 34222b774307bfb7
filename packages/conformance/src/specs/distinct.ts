import fc from "fast-check";
import { sizeOf } from "../oracle/dense.js";
import type { Operand } from "../suite/spec.js";

/** Arrays of one value each: eighths around 0 in random order, so that no two elements come nearer than 1/8. */
export function arbitraryDistinct(shape: readonly number[]): fc.Arbitrary<Operand> {
  const size = sizeOf(shape);
  const order = Array.from({ length: size }, (_, i) => i);
  return fc.shuffledSubarray(order, { minLength: size, maxLength: size }).map((ranks) => ({ shape, data: ranks.map((rank) => (rank - Math.floor(size / 2)) / 8) }));
}
