import fc from "fast-check";
import { type Dense, sizeOf } from "../oracle/dense.js";
import { arbitraryFloat } from "./float.js";

/** Up to this many values shrink one by one. */
const FEW = 32;

/** A well-mixed 32-bit number for each (seed, i). */
function scramble(seed: number, i: number): number {
  const mixed = Math.imul(seed ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/**
 * `length` values of `element`. More than a few are drawn from a pool of at most 24: it shrinks in a few steps where an
 * array of thousands would take thousands, and repeats values, so that there are ties.
 */
export function arbitraryFloats(length: number, element = arbitraryFloat()): fc.Arbitrary<number[]> {
  if (length <= FEW) return fc.array(element, { minLength: length, maxLength: length });
  return fc
    .record({ pool: fc.array(element, { minLength: 1, maxLength: 24, size: "max" }), seed: fc.nat() })
    .map(({ pool, seed }) => Array.from({ length }, (_, i) => pool[scramble(seed, i) % pool.length] ?? 0));
}

/** An array of the given shape. */
export function arbitraryDense(shape: readonly number[], element = arbitraryFloat()): fc.Arbitrary<Dense> {
  return arbitraryFloats(sizeOf(shape), element).map((data) => ({ shape, data }));
}
