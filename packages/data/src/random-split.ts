import { ArgumentError, checkOptions } from "@convoke/core";
import type { Collated, Dataset } from "./dataset.js";
import { generatorOf, type RandomSource } from "./random-source.js";
import { subset } from "./subset.js";

/**
 * Deals the samples out at random to parts without overlap, for training and validation. PyTorch: `random_split`.
 *
 * `lengths` are counts that add up to the length of the data set, or fractions that add up to 1: each part then gets ⌊fraction · length⌋
 * samples, and what is left over goes one by one to the first parts. The same seed gives the same parts.
 *
 * @throws {ArgumentError} when the lengths do not add up.
 * @example
 * const [train, validation] = randomSplit(dataset, [54000, 6000], { seed: 42 });
 * const [most, rest] = randomSplit(dataset, [0.9, 0.1], { seed: 42 });
 */
export function randomSplit<const L extends readonly number[], T, Batch = Collated<T>>(
  dataset: Dataset<T, Batch>,
  lengths: L,
  options: RandomSource = {},
): { -readonly [K in keyof L]: Dataset<T, Batch> } {
  checkOptions("randomSplit", options, ["seed", "generator"]);
  const counts = resolveLengths(lengths, dataset.length);
  const order = generatorOf("randomSplit", options).permutation(dataset.length);
  let start = 0;
  const parts = counts.map((count) => subset(dataset, order.subarray(start, (start += count))));
  return parts as { -readonly [K in keyof L]: Dataset<T, Batch> };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function resolveLengths(lengths: readonly number[], total: number): readonly number[] {
  if (lengths.length > 0 && lengths.every((length) => length >= 0)) {
    // Fractions are rarely exact in binary: 0.7 + 0.2 + 0.1 is not 1.
    if (Math.abs(sum(lengths) - 1) < 1e-9) return dealFractions(lengths, total);
    if (lengths.every(Number.isInteger) && sum(lengths) === total) return lengths;
  }
  throw new ArgumentError(
    `randomSplit: lengths are [${lengths.join(", ")}], expected counts that add up to ${total}, or fractions that add up to 1`,
  );
}

function dealFractions(fractions: readonly number[], total: number): readonly number[] {
  const counts = fractions.map((fraction) => Math.floor(fraction * total));
  const left = total - sum(counts);
  return counts.map((count, part) => count + (part < left ? 1 : 0));
}
